package tsa.postgres;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how the embedded server runs. Immutable.
 *
 * @param workDir holds the data directory {@code postgres} and, beside it, {@code
 *     postgres.password}, {@code postgres.port} and {@code postgres.lock}; made when missing
 * @param binariesDir where the server's programs are unpacked, once; may be shared by processes
 * @param fsync whether commits reach the disk before they are acknowledged; only tests say false
 * @param startLimit how long making, recovering and starting the server may take
 * @param stopLimit how long a fast stop may take before the server is made to end
 */
public record EmbeddedSettings(
    Path workDir, Path binariesDir, boolean fsync, Duration startLimit, Duration stopLimit) {

  /** Makes every path absolute, so that a later change of meaning of "here" cannot matter. */
  public EmbeddedSettings {
    workDir = workDir.toAbsolutePath().normalize();
    binariesDir = binariesDir.toAbsolutePath().normalize();
  }

  /**
   * The durable server of a service: everything under {@code workDir}, fsync on, a minute to start
   * (recovery after a crash included) and ten seconds to stop.
   */
  public static EmbeddedSettings in(Path workDir) {
    return new EmbeddedSettings(
        workDir,
        workDir.resolve("postgres-binaries"),
        true,
        Duration.ofMinutes(1),
        Duration.ofSeconds(10));
  }

  /**
   * A server for tests and for the build: its rows need not survive a power cut, and its programs
   * come from a directory shared by all builds of this user.
   */
  public static EmbeddedSettings throwaway(Path workDir) {
    return in(workDir).withBinariesDir(SharedCache.directory()).withFsync(false);
  }

  /** The same with other binaries. */
  public EmbeddedSettings withBinariesDir(Path dir) {
    return new EmbeddedSettings(workDir, dir, fsync, startLimit, stopLimit);
  }

  /** The same with fsync on or off. */
  public EmbeddedSettings withFsync(boolean on) {
    return new EmbeddedSettings(workDir, binariesDir, on, startLimit, stopLimit);
  }

  /** The server's data directory. */
  Path dataDir() {
    return workDir.resolve("postgres");
  }
}
