package tsa.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

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

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final String NAME = "health-check";

  private CheckArchive() {}

  /** The archive. */
  static byte[] bytes() {
    byte[] archive = new byte[BLOCK + CONTENT + 2 * BLOCK];
    byte[] noise = new byte[CONTENT];
    new SplittableRandom(CONTENT).nextBytes(noise);
    header(archive);
    System.arraycopy(noise, 0, archive, BLOCK, CONTENT);
    return archive;
  }

  private static void header(byte[] archive) {
    put(archive, 0, NAME);
    put(archive, 100, "0000644"); // mode
    put(archive, 108, "0000000"); // owner
    put(archive, 116, "0000000"); // group
    put(archive, 124, "%011o".formatted(CONTENT));
    put(archive, 136, "00000000000"); // time
    put(archive, 156, "0"); // a file
    put(archive, 257, "ustar\0" + "00");
    Arrays.fill(archive, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += archive[i] & 0xff;
    }
    put(archive, CHECKSUM, "%06o\0".formatted(sum));
  }

  private static void put(byte[] archive, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, archive, offset, bytes.length);
  }
}
