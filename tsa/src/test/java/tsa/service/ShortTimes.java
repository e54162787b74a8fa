package tsa.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/** The settings of a service whose rules a test can wait for. */
final class ShortTimes {
  /** Time between two heartbeats, before it is scaled. */
  static final Duration HEARTBEATS = Duration.ofMillis(400);

  /** Silence after which a worker is stalled, before it is scaled. */
  static final Duration STALL_AFTER = Duration.ofMillis(2500);

  /** Flags of {@code serve}, but for ports and work directory. */
  static final List<String> FLAGS =
      List.of(
          "--bind-ip=127.0.0.1",
          "--tsa-bind-ip=127.0.0.1",
          "--log-level=warn",
          Slowness.scaled("--tsa-heartbeat-interval", HEARTBEATS),
          Slowness.scaled("--heartbeat-timeout", Duration.ofMillis(1500)),
          Slowness.scaled("--stall-after", STALL_AFTER),
          Slowness.scaled("--ephemeral-grace", Duration.ofMillis(500)),
          Slowness.scaled("--check-interval", Duration.ofSeconds(2)),
          Slowness.scaled("--check-timeout", Duration.ofSeconds(2)),
          "--check-failures=2",
          Slowness.scaled("--check-failing-for", Duration.ofSeconds(1)),
          "--drain-timeout=1h",
          "--retire-interval=0s",
          Slowness.scaled("--evaluation-grace", Duration.ofSeconds(1)));

  private ShortTimes() {}

  /** Waits with the limit that everything here has. */
  static ConditionFactory eventually(String what) {
    return Patience.eventually(what).pollInterval(Duration.ofMillis(50));
  }

  /** Waits until that is so; what it throws meanwhile counts as not yet. */
  static void eventually(String what, Callable<Boolean> holds) {
    eventually(what).ignoreExceptions().until(holds);
  }
}
