package tsa.service;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import tsa.migrations.EmbeddedSettings;

/** The settings of a service whose rules a test can wait for. */
final class ShortTimes {
  /** Flags of {@code serve}, but for ports and work directory. */
  static final List<String> FLAGS =
      List.of(
          "--bind-ip=127.0.0.1",
          "--tsa-bind-ip=127.0.0.1",
          "--log-level=warn",
          "--tsa-heartbeat-interval=500ms",
          "--beat-timeout=1s",
          "--stall-after=3s",
          "--ephemeral-grace=1s",
          "--check-interval=2s",
          "--check-timeout=2s",
          "--check-failures=2",
          "--check-failing-for=1s",
          "--drain-timeout=5m",
          "--retire-interval=0s",
          "--judge-grace=1s");

  private ShortTimes() {}

  /** Waits with the limit that everything here has. */
  static ConditionFactory eventually(String what) {
    return await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }

  /** Waits until that is so; what it throws meanwhile counts as not yet. */
  static void eventually(String what, Callable<Boolean> holds) {
    eventually(what).ignoreExceptions().until(holds);
  }

  /** A work directory that uses the build's unpacked Postgres instead of unpacking its own. */
  static Path workDir(Path parent) throws IOException {
    Path dir = Files.createDirectories(parent.resolve("work"));
    Path shared = EmbeddedSettings.throwaway(dir).binariesDir();
    Files.createDirectories(shared);
    Files.createSymbolicLink(dir.resolve("postgres-binaries"), shared);
    return dir;
  }
}
