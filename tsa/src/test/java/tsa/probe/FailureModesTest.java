package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tsa.control.port.Prober.HeartbeatResult;
import tsa.lab.simulator.Fault;
import tsa.lifecycle.CheckReport;
import tsa.worker.Load;

/**
 * The whole way of each failure mode: a real check and a real heartbeat of a simulated worker, and
 * what the rules make of it while it lasts. The table is {@code probe/failure-modes.csv}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureModesTest {
  /** So many at once are checked of those that only work. */
  private static final int BUSY = 4;

  /** And of those that wait for their limits; all together, they hardly take longer than one. */
  private static final int WAITING = 100;

  /** A check that was made while this process starved is made again, as the service does. */
  private static final int TRIES = 3;

  private static final int FEW = 10;

  private final Map<FailureMode, FailureMode.Found> found = new LinkedHashMap<>();

  /** One kind after the other, so that who waits for a limit does not miss it for want of CPU. */
  @BeforeAll
  void checkAll() throws Exception {
    Map<Boolean, List<FailureMode>> all =
        FailureMode.all().stream().collect(Collectors.partitioningBy(FailureMode::waits));
    check(all.get(false), BUSY);
    check(all.get(true), WAITING);
    for (int i = 0; i < TRIES; i++) {
      check(found.keySet().stream().filter(mode -> found.get(mode).saysNothing()).toList(), FEW);
    }
  }

  private void check(List<FailureMode> all, int atOnce) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(atOnce)) {
      List<Callable<FailureMode.Found>> tasks =
          all.stream().<Callable<FailureMode.Found>>map(mode -> mode::run).toList();
      List<Future<FailureMode.Found>> results = executor.invokeAll(tasks);
      for (int i = 0; i < all.size(); i++) {
        found.put(all.get(i), results.get(i).get());
      }
    }
  }

  static List<FailureMode> modes() {
    return FailureMode.all();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void eachModeHasItsVerdictAndCause(FailureMode mode) {
    CheckReport check = found.get(mode).check();
    CheckReport.Problem problem = check.problem();
    String step = problem == null ? "-" : problem.step().word();
    assertThat(check.verdict().word()).as(check.toString()).isEqualTo(mode.verdict());
    assertThat(problem == null ? "-" : problem.cause().word()).isEqualTo(mode.cause());
    assertThat(mode.step()).as(check.toString()).isIn(step, "*");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void eachModeLeadsToItsState(FailureMode mode) {
    FailureMode.Found each = found.get(mode);
    RuledWorker worker = new RuledWorker(Duration.ofMinutes(1));
    worker.lasts(Duration.ofHours(6), each.heartbeat(), each.check());
    assertThat(worker.state())
        .as(
            "%s; heartbeat %s; history %s",
            each.check().words(), each.heartbeat(), worker.history())
        .isEqualTo(mode.state());
  }

  @Test
  void aFullWorkerStaysRunningForAMonth() {
    List<FailureMode> full = modes().stream().filter(mode -> mode.mode().equals("full")).toList();
    assertThat(full).isNotEmpty();
    for (FailureMode mode : full) {
      FailureMode.Found each = found.get(mode);
      assertThat(each.heartbeat())
          .isInstanceOfSatisfying(
              HeartbeatResult.Good.class,
              good -> assertThat(good.load().counts()).isEqualTo(new Load(250, 250, 0)));
      RuledWorker worker = new RuledWorker(Duration.ofMinutes(1));
      worker.lasts(Duration.ofDays(30), each.heartbeat(), each.check());
      assertThat(worker.history()).isEmpty();
    }
  }

  @Test
  void everyFaultOfTheSimulatorIsInTheTable() {
    Set<String> modes =
        FailureMode.all().stream()
            .map(mode -> mode.mode().replaceAll("^.*:|=.*$", ""))
            .collect(Collectors.toSet());
    Set<Fault> sweep = EnumSet.of(Fault.SWEEP); // by chance; the mode "swept" is certain
    assertThat(EnumSet.complementOf(EnumSet.copyOf(sweep)))
        .extracting(Fault::id)
        .filteredOn(id -> !modes.contains(id))
        .isEqualTo(List.of());
  }
}
