package tsa.lab.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes the files of a volume as a tar archive; content that was not kept comes as zeros. */
final class TarWriter {
  private TarWriter() {}

  /** Writes everything at and below {@code path}, with names relative to it. */
  static void write(OutputStream out, VolumeFiles files, String path) throws IOException {
    String root = VolumeFiles.normal(path);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    for (VolumeFiles.FileEntry file : files.under(path)) {
      String name = file.path().substring(Math.min(root.length(), file.path().length()));
      String shown = "." + (name.isEmpty() || name.startsWith("/") ? name : "/" + name);
      TarArchiveEntry entry = new TarArchiveEntry(file.isDirectory() ? shown + "/" : shown);
      entry.setModTime(0);
      entry.setSize(Math.max(0, file.size()));
      tar.putArchiveEntry(entry);
      if (!file.isDirectory()) {
        content(tar, file);
      }
      tar.closeArchiveEntry();
    }
    tar.finish(); // and not closed: the stream below is the caller's
  }

  private static void content(OutputStream out, VolumeFiles.FileEntry file) throws IOException {
    byte[] content = file.content();
    if (content != null) {
      out.write(content);
      return;
    }
    byte[] zeros = new byte[8192];
    for (long left = file.size(); left > 0; left -= zeros.length) {
      out.write(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }
}
