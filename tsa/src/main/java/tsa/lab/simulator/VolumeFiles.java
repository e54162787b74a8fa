package tsa.lab.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a volume: names, sizes, and the content of the first megabyte, so that a small file
 * can be read back. Safe for use by many threads.
 */
final class VolumeFiles {
  private static final int MAX_FILES = 10_000;
  private static final long MAX_KEPT = 1 << 20;

  private final Map<String, FileEntry> entries = new ConcurrentSkipListMap<>();

  /**
   * A file or directory.
   *
   * @param path absolute inside the volume, no trailing slash
   * @param size bytes; -1 for a directory
   * @param content null when it was not kept
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record FileEntry(String path, long size, byte @Nullable [] content) {
    boolean isDirectory() {
      return size < 0;
    }
  }

  void addDirectory(String path) {
    add(new FileEntry(normal(path), -1, null));
  }

  /** Adds or replaces a file; what exceeds the bounds is remembered by size only, or not at all. */
  void addFile(String path, byte[] content, long size) {
    boolean keep = content.length == size && kept() + size <= MAX_KEPT;
    add(new FileEntry(normal(path), size, keep ? content : null));
  }

  private void add(FileEntry entry) {
    if (entries.size() < MAX_FILES) {
      entries.put(entry.path(), entry);
    }
  }

  private long kept() {
    return entries.values().stream()
        .filter(entry -> entry.content() != null)
        .mapToLong(FileEntry::size)
        .sum();
  }

  /** Returns whether there is a file or directory; the root always is. */
  boolean has(String path) {
    String wanted = normal(path);
    return wanted.equals("/")
        || entries.containsKey(wanted)
        || entries.keySet().stream().anyMatch(name -> name.startsWith(wanted + "/"));
  }

  /** Returns the entry of that path and all below it. */
  List<FileEntry> under(String path) {
    String wanted = normal(path);
    List<FileEntry> found = new ArrayList<>(entries.values());
    if (!wanted.equals("/")) {
      found.removeIf(e -> !e.path().equals(wanted) && !e.path().startsWith(wanted + "/"));
    }
    return found;
  }

  void copyFrom(VolumeFiles other) {
    entries.putAll(other.entries);
  }

  void clear() {
    entries.clear();
  }

  /** Returns the path absolute, without dots, doubled or trailing slashes. */
  static String normal(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.replace("..", "").split("/")) {
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return "/" + String.join("/", names);
  }
}
