package tsa.lab.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the tar archives that Go's, GNU's and the JDK-based writers make: ustar, GNU long names,
 * and the path of pax headers. Links and devices are read past. Used by one thread.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int MAX_NAME_RECORD = 64 * 1024;
  private static final int MAX_KEPT_FILE = 1 << 20;

  private final InputStream in;
  private String longName = "";
  private boolean endedProperly;

  TarReader(InputStream in) {
    this.in = in;
  }

  void unpack(String path, VolumeFiles files) throws IOException, TarException {
    boolean any = false;
    for (byte[] header = block(); header.length > 0 && !isZero(header); header = block()) {
      any = true;
      entry(header, path, files);
    }
    in.transferTo(OutputStream.nullOutputStream());
    if (!any && longName.isEmpty() && !endedProperly) {
      throw new TarException("this does not look like a tar archive");
    }
  }

  private void entry(byte[] header, String path, VolumeFiles files)
      throws IOException, TarException {
    checkSum(header);
    long size = size(header);
    char type = (char) header[156];
    if (type == 'L' || type == 'x' || type == 'g') {
      String record = new String(content(size, MAX_NAME_RECORD), StandardCharsets.UTF_8);
      longName = type == 'L' ? record.replace("\0", "") : type == 'x' ? paxPath(record) : longName;
      return;
    }
    String name = path + "/" + (longName.isEmpty() ? name(header) : longName);
    longName = "";
    if (type == '5') {
      files.addDirectory(name);
    } else if (type == '0' || type == '\0') {
      files.addFile(name, content(size, MAX_KEPT_FILE), size);
    } else {
      content(size, 0);
    }
  }

  /** Returns the next block, or an empty array at the end of the stream. */
  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length > 0 && block.length < BLOCK) {
      throw new EOFException("unexpected end of archive");
    }
    endedProperly |= block.length == BLOCK && isZero(block);
    return block;
  }

  /** Reads a content and its padding; returns at most the first {@code keep} bytes. */
  private byte[] content(long size, int keep) throws IOException {
    byte[] kept = in.readNBytes((int) Math.min(size, keep));
    long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
    in.skipNBytes(padded - kept.length);
    return kept;
  }

  private static void checkSum(byte[] header) throws TarException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(header, 148, 8)) {
      throw new TarException("invalid tar header");
    }
  }

  private static long size(byte[] header) throws TarException {
    if ((header[124] & 0x80) == 0) {
      return octal(header, 124, 12);
    }
    long size = 0; // GNU's way to write sizes above 8 GiB
    for (int i = 128; i < 136; i++) {
      size = (size << 8) | (header[i] & 0xff);
    }
    if (size < 0) {
      throw new TarException("invalid tar header");
    }
    return size;
  }

  private static long octal(byte[] header, int offset, int length) throws TarException {
    String digits = text(header, offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new TarException("invalid tar header");
    }
  }

  private static String name(byte[] header) {
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static String paxPath(String records) {
    for (String record : records.split("\n")) {
      int path = record.indexOf(" path=");
      if (path >= 0) {
        return record.substring(path + " path=".length());
      }
    }
    return "";
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
