package tsa.lab.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the files of a volume as a ustar archive; content that was not kept comes as zeros. */
final class TarWriter {
  private static final int BLOCK = 512;

  private TarWriter() {}

  /** Writes everything at and below {@code path}, with names relative to it. */
  static void write(OutputStream out, VolumeFiles files, String path) throws IOException {
    String root = VolumeFiles.normal(path);
    for (VolumeFiles.FileEntry entry : files.under(path)) {
      String name = entry.path().substring(Math.min(root.length(), entry.path().length()));
      String shown = "." + (name.isEmpty() || name.startsWith("/") ? name : "/" + name);
      out.write(header(shown, entry));
      if (!entry.isDirectory()) {
        content(out, entry);
      }
    }
    out.write(new byte[2 * BLOCK]);
  }

  private static void content(OutputStream out, VolumeFiles.FileEntry entry) throws IOException {
    byte[] content = entry.content();
    long written = 0;
    if (content != null) {
      out.write(content);
      written = content.length;
    }
    long padded = (entry.size() + BLOCK - 1) / BLOCK * BLOCK;
    byte[] zeros = new byte[BLOCK];
    while (written < padded) {
      int count = (int) Math.min(BLOCK, padded - written);
      out.write(zeros, 0, count);
      written += count;
    }
  }

  private static byte[] header(String name, VolumeFiles.FileEntry entry) {
    byte[] header = new byte[BLOCK];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    put(header, 0, new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8));
    put(header, 100, entry.isDirectory() ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", Math.max(0, entry.size())));
    put(header, 136, "00000000000");
    put(header, 156, entry.isDirectory() ? "5" : "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0", sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
