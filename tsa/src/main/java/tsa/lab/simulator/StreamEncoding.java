package tsa.lab.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * How a tar stream is compressed. The JDK knows neither zstd nor s2: of those only the first bytes
 * are looked at, and their files do not appear in the volume.
 */
enum StreamEncoding {
  RAW,
  GZIP,
  ZSTD,
  S2;

  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] S2_MAGIC = {(byte) 0xff, 0x06, 0x00, 0x00};

  /** Reads a header; everything else, also its absence, is unsupported. */
  static StreamEncoding parse(String header) throws TarException {
    for (StreamEncoding encoding : values()) {
      if (encoding.name().toLowerCase(Locale.ROOT).equals(header)) {
        return encoding;
      }
    }
    throw new TarException("unsupported encoding");
  }

  /** Reads all of {@code in} and puts its files below {@code path}. */
  void unpack(InputStream in, String path, VolumeFiles files) throws IOException, TarException {
    try {
      switch (this) {
        case RAW -> new TarReader(in).unpack(path, files);
        case GZIP -> new TarReader(new GZIPInputStream(in)).unpack(path, files);
        case ZSTD -> skim(in, ZSTD_MAGIC);
        case S2 -> skim(in, S2_MAGIC);
      }
    } catch (ZipException e) {
      throw new TarException("not gzip");
    } catch (EOFException e) {
      throw new TarException("unexpected end of archive");
    }
  }

  private static void skim(InputStream in, byte[] magic) throws IOException, TarException {
    if (!Arrays.equals(in.readNBytes(magic.length), magic)) {
      throw new TarException("wrong magic number");
    }
    in.transferTo(OutputStream.nullOutputStream());
  }
}
