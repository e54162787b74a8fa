package tsa.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Makes and removes the directory that a service keeps its things in. */
public final class WorkDir {
  private WorkDir() {}

  /**
   * Makes it for nobody else to look into; one that exists keeps its rights.
   *
   * @throws IOException if it cannot be made or written to; with a sentence for the operator
   */
  static void make(Path dir) throws IOException {
    try {
      if (!Files.isDirectory(dir)) {
        Files.createDirectories(
            dir,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.delete(Files.createTempFile(dir, "writable", ".tmp"));
    } catch (IOException e) {
      throw new IOException(
          "cannot write to the work directory %s (%s); choose another with --work-dir"
              .formatted(dir, why(e, dir)),
          e);
    }
  }

  private static String why(IOException e, Path dir) {
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      return "a file is in its place";
    }
    String reason = e instanceof FileSystemException files ? files.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /**
   * Deletes it with all that is in it, also while somebody else still deletes in it.
   *
   * @throws IOException if something cannot be deleted
   */
  public static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return; // it is gone
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
