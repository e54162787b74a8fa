package tsa.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The tar archive (POSIX ustar) that a thorough check streams into its volume: one file of noise,
 * which no file system can make smaller.
 */
final class CheckArchive {
  /**
   * Bytes of the file. With its header and end the archive stays below the 256 KiB that Go reads of
   * a request after its handler has given up: so a server that refuses it early is still heard.
   */
  static final int CONTENT = 200 * 1024;

  private static final String NAME = "health-check";

  private CheckArchive() {}

  /** The archive. */
  static byte[] bytes() {
    byte[] noise = new byte[CONTENT];
    new SplittableRandom(CONTENT).nextBytes(noise);
    TarArchiveEntry file = new TarArchiveEntry(NAME);
    file.setModTime(0);
    file.setSize(CONTENT);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      tar.putArchiveEntry(file);
      tar.write(noise);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return archive.toByteArray();
  }
}
