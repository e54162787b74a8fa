package tsa.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tsa.lifecycle.Policy;

/** The numbers of the rules as options. Concourse's names where Concourse has them. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class PolicyOptions {
  private static final Duration LONGEST_HEARTBEAT_LIMIT = Duration.ofSeconds(10);

  /** What a newcomer has to show. */
  enum AdmissionMode {
    DEEP,
    CONNECTIVITY
  }

  /** What is done about a worker that fails its checks. */
  enum HealthMode {
    ENFORCE,
    OBSERVE
  }

  @Option(
      names = "--tsa-heartbeat-interval",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "Time between two heartbeats of a worker. Default: ${DEFAULT-VALUE}")
  Duration heartbeatInterval;

  @Option(
      names = "--heartbeat-timeout",
      paramLabel = "TIME",
      description = "How long a heartbeat may take. Default: a third of the interval, at most 10s")
  @Nullable Duration heartbeatLimit;

  @Option(
      names = "--stall-after",
      paramLabel = "TIME",
      description =
          "Silence after which a worker is stalled. Default: twice the heartbeat interval")
  @Nullable Duration stallAfter;

  @Option(
      names = "--ephemeral-grace",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long an ephemeral worker stays stalled. Default: ${DEFAULT-VALUE}")
  Duration ephemeralGrace;

  @Option(
      names = "--stalled-worker-timeout",
      paramLabel = "TIME",
      defaultValue = "0s",
      description =
          "How long any worker stays stalled before it is forgotten; 0s for ever."
              + " Default: ${DEFAULT-VALUE}")
  Duration stalledTimeout;

  @Option(
      names = "--admission",
      paramLabel = "deep|connectivity",
      defaultValue = "deep",
      description = "What a newcomer has to pass before it is running. Default: ${DEFAULT-VALUE}")
  AdmissionMode admission;

  @Option(
      names = "--check-interval",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "Time between two deep checks of a worker. Default: ${DEFAULT-VALUE}")
  Duration checkInterval;

  @Option(
      names = "--check-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "How long the steps of a deep check may take in all; cleaning up may take as long again."
              + " Default: ${DEFAULT-VALUE}")
  Duration checkLimit;

  @Option(
      names = "--check-failures",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Failed deep checks in a row that make a worker broken. Default: ${DEFAULT-VALUE}")
  int checkFailures;

  @Option(
      names = "--check-failing-for",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "The least time over which they were seen. Default: ${DEFAULT-VALUE}")
  Duration checkFailingFor;

  @Option(
      names = "--health-mode",
      paramLabel = "enforce|observe",
      defaultValue = "enforce",
      description =
          "Whether a broken worker is retired, or only reported. Default: ${DEFAULT-VALUE}")
  HealthMode healthMode;

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "Deadline of landing and retiring. Default: ${DEFAULT-VALUE}")
  Duration drainTimeout;

  @Option(
      names = "--retired-retention",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long the record of a retired worker is kept. Default: ${DEFAULT-VALUE}")
  Duration retention;

  @Option(
      names = "--quarantine-min",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "First quarantine of a broken worker; doubles. Default: ${DEFAULT-VALUE}")
  Duration quarantineMin;

  @Option(
      names = "--quarantine-max",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "Longest quarantine, and the health that ends it. Default: ${DEFAULT-VALUE}")
  Duration quarantineMax;

  @Option(
      names = "--fleet-brake-workers",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Failing workers from which the fleet brake may hold. Default: ${DEFAULT-VALUE}")
  int brakeWorkers;

  @Option(
      names = "--fleet-brake-percent",
      paramLabel = "N",
      defaultValue = "20",
      description = "Share of failing workers from which it holds. Default: ${DEFAULT-VALUE}")
  int brakePercent;

  @Option(
      names = "--fleet-brake-window",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long a failure counts for it. Default: ${DEFAULT-VALUE}")
  Duration brakeWindow;

  @Option(
      names = "--fleet-freeze-percent",
      paramLabel = "N",
      defaultValue = "55",
      description =
          "Share of unreachable workers from which nobody is stalled. Default: ${DEFAULT-VALUE}")
  int freezePercent;

  @Option(
      names = "--retire-interval",
      paramLabel = "TIME",
      defaultValue = "10m",
      description =
          "Time within which one of ten workers may be retired by the rules."
              + " Default: ${DEFAULT-VALUE}")
  Duration retireInterval;

  @Option(
      names = "--evaluation-grace",
      paramLabel = "TIME",
      defaultValue = "1m",
      description =
          "How long health evaluation must have been active before it retires anybody."
              + " Default: ${DEFAULT-VALUE}")
  Duration evaluationGrace;

  /**
   * The rules as set.
   *
   * @throws tsa.lifecycle.PolicyException if they contradict each other
   */
  public Policy policy() {
    return new Policy(
        connectivity(),
        new Policy.Health(
            admission == AdmissionMode.DEEP,
            checkInterval,
            checkLimit,
            checkFailures,
            checkFailingFor,
            healthMode == HealthMode.OBSERVE),
        new Policy.Drains(drainTimeout, retention),
        new Policy.Quarantines(quarantineMin, quarantineMax),
        new Policy.Brake(
            brakeWorkers,
            brakePercent,
            brakeWindow,
            freezePercent,
            retireInterval,
            evaluationGrace));
  }

  private Policy.Connectivity connectivity() {
    return new Policy.Connectivity(
        heartbeatInterval,
        heartbeatLimit == null
            ? shorter(heartbeatInterval.dividedBy(3), LONGEST_HEARTBEAT_LIMIT)
            : heartbeatLimit,
        stallAfter == null ? heartbeatInterval.multipliedBy(2) : stallAfter,
        ephemeralGrace,
        stalledTimeout);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
