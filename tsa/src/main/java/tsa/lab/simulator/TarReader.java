package tsa.lab.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Reads tar archives into a volume. Links and devices are read past. Used by one thread. */
final class TarReader {
  private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;
  private static final int MAX_HEADERS = 128 * 1024;
  private static final int MAX_KEPT_FILE = 1 << 20;

  private final BoundedInput in;

  TarReader(InputStream in) {
    this.in = new BoundedInput(in);
  }

  void unpack(String path, VolumeFiles files) throws IOException, TarException {
    try {
      TarArchiveInputStream tar =
          new TarArchiveInputStream(in, RECORD, RECORD, StandardCharsets.UTF_8.name());
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        if (!entry.isCheckSumOK()) {
          throw new TarException("invalid tar header");
        }
        add(tar, entry, path + "/" + entry.getName(), files);
        tar.skip(Long.MAX_VALUE); // the rest of this entry, which is no header
      }
      if (tar.getBytesRead() == 0) {
        throw new TarException("this does not look like a tar archive");
      }
      if (tar.getBytesRead() % RECORD != 0) {
        throw new TarException("unexpected end of archive");
      }
    } catch (IOException | IllegalArgumentException e) {
      in.rethrowFailure();
      throw new TarException("invalid tar archive: " + e.getMessage());
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** The library keeps names and pax headers of any length in memory. */
  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    in.allow(MAX_HEADERS);
    TarArchiveEntry entry = tar.getNextEntry();
    in.allow(Long.MAX_VALUE);
    return entry;
  }

  private static void add(
      TarArchiveInputStream tar, TarArchiveEntry entry, String name, VolumeFiles files)
      throws IOException {
    byte type = entry.getLinkFlag();
    if (entry.isDirectory()) {
      files.addDirectory(name);
    } else if (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM) {
      long size = entry.getRealSize();
      files.addFile(name, tar.readNBytes((int) Math.min(size, MAX_KEPT_FILE)), size);
    }
  }
}
