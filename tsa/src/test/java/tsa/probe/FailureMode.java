package tsa.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import tsa.control.port.Prober.HeartbeatResult;
import tsa.lab.simulator.GardenKind;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;
import tsa.testing.Slowness;
import tsa.worker.GoDuration;

/**
 * One row of the table of failure modes, for one Garden.
 *
 * @param mode a fault as {@link tsa.lab.simulator.Faults#apply} reads it, or a word of {@link #run}
 * @param limit of the check
 */
record FailureMode(
    String mode,
    GardenKind kind,
    Duration limit,
    String verdict,
    String step,
    String cause,
    String state) {
  private static final Duration AMPLE = Slowness.scaled(Duration.ofSeconds(60));
  private static final String TABLE = "/probe/failure-modes.csv";

  /** What a check and a heartbeat found. */
  record Found(CheckReport check, HeartbeatResult heartbeat) {
    /** The machine was too busy for the check to say anything; it has to be made again. */
    boolean saysNothing() {
      CheckReport.Problem problem = check.problem();
      return problem != null && problem.cause() == FailureCause.GATEWAY_DELAYED;
    }
  }

  /** The table. */
  static List<FailureMode> all() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FailureMode.class.getResourceAsStream(TABLE), TABLE),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(FailureMode::parse)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(TABLE, e);
    }
  }

  private static Stream<FailureMode> parse(String line) {
    List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
    return Stream.of(GardenKind.values())
        .filter(kind -> cells.get(1).indexOf(letter(kind)) >= 0)
        .map(kind ->
            new FailureMode(
                cells.get(0),
                kind,
                Slowness.scaled(GoDuration.parse(cells.get(2))),
                cells.get(3),
                cells.get(4),
                cells.get(5),
                cells.get(6)));
  }

  /** What makes a worker slow has to do so in relation to the limit. */
  private static String slower(String mode) {
    int argument = mode.indexOf('=');
    if (argument < 0 || !mode.matches("(slow|slow-disk|drip)=\\d+")) {
      return mode;
    }
    Duration late = Duration.ofMillis(Long.parseLong(mode.substring(argument + 1)));
    return mode.substring(0, argument + 1) + Slowness.scaled(late).toMillis();
  }

  private static char letter(GardenKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).charAt(0);
  }

  /** Whether it shows by a limit. */
  boolean waits() {
    return limit.compareTo(AMPLE) < 0;
  }

  /** Checks a worker in that mode, thoroughly. */
  Found run() throws IOException {
    try (Probing probing = Probing.thorough();
        SimulatedTunnel worker = SimulatedTunnel.of(kind)) {
      worker.worker.load(mode.equals("full") ? 250 : 10);
      switch (mode) {
        case "full" -> {}
        case "unregistered" -> worker.unregister();
        case "swept" -> worker.sweepBeforeEachConnection();
        default -> worker.worker.faults().apply(slower(mode));
      }
      CheckReport check = probing.check(worker, limit);
      HeartbeatResult heartbeat = probing.heartbeat(worker, Probing.SHORT);
      worker.worker.faults().clearAll(); // so that nothing is held while it closes
      return new Found(check, heartbeat);
    }
  }

  @Override
  public String toString() {
    return mode + " on " + kind.name().toLowerCase(Locale.ROOT);
  }
}
