package tsa.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The per-user directory in which builds and tests keep the unpacked server. */
final class SharedCache {
  private SharedCache() {}

  /**
   * {@code ~/.cache/tsa}, or a directory of this user under the temporary directory where no home
   * can be written to (some build machines have none).
   */
  static Path directory() {
    Path wanted = Path.of(System.getProperty("user.home", "/"), ".cache", "tsa");
    try {
      Files.createDirectories(wanted);
      if (Files.isWritable(wanted)) {
        return wanted;
      }
    } catch (IOException e) {
      // No usable home: the fallback below serves as well, only less lastingly.
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"), "tsa-cache-" + System.getProperty("user.name"));
  }
}
