package tsa.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid} (PostgreSQL's {@code pidfile.h}:
 * line 1 is its process id, line 8 its status).
 *
 * @param pid process id of the server
 * @param ready whether it accepts connections
 */
record PidFile(long pid, boolean ready) {

  /** Reads the file as it is now; empty when there is none, or only half of one. */
  static Optional<PidFile> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
      return Optional.of(new PidFile(Long.parseLong(lines.getFirst().strip()), ready));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
