package tsa.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.KeyFiles;
import tsa.postgres.EmbeddedSettings;

/** Work directories in which a service starts soon. */
public final class WorkDirs {
  private WorkDirs() {}

  /**
   * One that uses the build's unpacked Postgres instead of unpacking its own, and has a key for
   * workers on a curve, since making one for RSA takes seconds.
   */
  public static Path in(Path parent) throws IOException, KeyFileException {
    Path dir = Files.createDirectories(parent.resolve("work"));
    Path shared = EmbeddedSettings.throwaway(dir).binariesDir();
    Files.createDirectories(shared);
    Files.createSymbolicLink(dir.resolve("postgres-binaries"), shared);
    KeyFiles.ensureHost(dir.resolve("worker_key"), "tsa-worker-key");
    return dir;
  }
}
