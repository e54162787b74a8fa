package tsa.gateway.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notices that key files have changed, by looking at them again and again: unlike a notification
 * that also sees a file renamed into place, a symbolic link that leads elsewhere (Kubernetes swaps
 * one above the file), and a network file system. A change counts once nothing has changed between
 * two looks, so that a file is not read while it is being written. Used by one thread, but for
 * {@link #isUnread}.
 */
public final class KeyFileWatcher {
  private final List<Path> files;
  private List<String> known;
  private List<String> seen;
  private volatile boolean unread;

  public KeyFileWatcher(KeySources sources) {
    this.files =
        Stream.of(
                Stream.ofNullable(sources.authorizedKeys()),
                sources.teamAuthorizedKeys().values().stream().flatMap(List::stream),
                Stream.ofNullable(sources.teamAuthorizedKeysFile()))
            .flatMap(paths -> paths)
            .toList();
    this.known = stamps();
    this.seen = known;
  }

  /** Files that could not be used count as changed until they can: what is wrong may pass. */
  void isUnread(boolean unread) {
    this.unread = unread;
  }

  /** Looks; whether the files are to be read, and have come to rest. */
  boolean look() {
    List<String> now = stamps();
    boolean rests = now.equals(seen);
    seen = now;
    if (!rests || (now.equals(known) && !unread)) {
      return false;
    }
    known = now;
    return true;
  }

  private List<String> stamps() {
    List<String> stamps = new ArrayList<>();
    files.forEach(file -> stamps.add(stamp(file)));
    return stamps;
  }

  private static String stamp(Path file) {
    try {
      Path real = file.toRealPath();
      BasicFileAttributes is = Files.readAttributes(real, BasicFileAttributes.class);
      return real + " " + is.fileKey() + " " + is.size() + " " + is.lastModifiedTime();
    } catch (IOException missing) {
      return "missing";
    }
  }
}
