package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.simulator.SimulatedWorker;
import tsa.testing.Slowness;
import tsa.testing.WorkDirs;

/** A service that is killed and started again goes on where it was. */
class KillNineTest {
  private static final Map<String, String> STATES =
      Map.of(
          "steady", "running",
          "steady-too", "running",
          "steady-three", "running",
          "islander", "stalled",
          "busy", "landing",
          "retiree", "retired",
          "lander", "landed");

  @TempDir Path folder;

  private Path workDir;
  private ServiceRows rows;

  @Test
  void everybodyComesBackToTheSameState() throws Exception {
    workDir = WorkDirs.in(folder);
    rows = new ServiceRows(workDir);
    ServiceProcess first = ServiceProcess.start(workDir, 0, 0);
    try (SimulatedFleet fleet =
        new SimulatedFleet(first.sshPort(), PrivateKeyFile.load(workDir.resolve("worker_key")))) {
      Map<String, SimulatedWorker> workers = enter(fleet, first);
      Map<String, List<String>> changes = changes(first);
      List<String> events = events();

      first.kill();
      ShortTimes.eventually(
          "no Postgres is left", () -> ServiceProcess.postgresIn(workDir).isEmpty());

      try (ServiceProcess second =
          ServiceProcess.start(workDir, first.sshPort(), first.apiPort())) {
        assertThat(changes(second)).as("right after the start").isEqualTo(changes);
        comeBack(second, workers);
        assertThat(changes(second)).as("when all are back").isEqualTo(changes);
        assertThat(events()).as("no row is lost").containsAll(events);
        endWell(second, workers);
      }
    } finally {
      first.close();
    }
  }

  /** Brings seven workers into their states. */
  private static Map<String, SimulatedWorker> enter(SimulatedFleet fleet, ServiceProcess service)
      throws Exception {
    Map<String, SimulatedWorker> workers = new LinkedHashMap<>();
    try (ServiceApi rest = service.rest()) {
      STATES.keySet().forEach(name -> workers.put(name, fleet.join(name)));
      for (String name : STATES.keySet()) {
        ShortTimes.eventually(name + " is running", () -> rest.state(name).equals("running"));
      }
      workers.get("busy").servers().load(1);
      workers.get("islander").link().freeze();
      ShortTimes.eventually(
          "busy reports its container",
          () -> rest.worker("busy").orElseThrow().worker().activeContainers() == 1);
      rest.ask("busy", "land");
      rest.ask("retiree", "retire");
      rest.ask("lander", "land");
      assertThat(get(workers.get("retiree").exited())).isZero();
      assertThat(get(workers.get("lander").exited())).isZero();
      awaitStates(rest);
    }
    return workers;
  }

  private static void awaitStates(ServiceApi rest) {
    STATES.forEach((name, state) ->
        ShortTimes.eventually(name + " is " + state, () -> rest.state(name).equals(state)));
  }

  /** Waits for heartbeats of all that are within reach, for longer than it takes to be stalled. */
  private void comeBack(ServiceProcess service, Map<String, SimulatedWorker> workers)
      throws Exception {
    try (ServiceApi rest = service.rest()) {
      for (String name : List.of("steady", "steady-too", "steady-three", "busy")) {
        ShortTimes.eventually(name + " is back", () -> rest.worker(name).orElseThrow().connected());
        assertThat(workers.get(name).exited()).isNotDone();
      }
      String begun = rows.column("select now()").getFirst();
      Duration longer = Slowness.scaled(ShortTimes.STALL_AFTER.plusMillis(500));
      ShortTimes.eventually(
          "all of them are heard for longer than a worker needs to be stalled",
          () ->
              rows.number(
                      "select count(*) from heartbeats where worker in"
                          + " ('steady', 'steady-too', 'steady-three', 'busy')"
                          + " and heartbeat_at > timestamptz '"
                          + begun
                          + "' + interval '%d milliseconds'".formatted(longer.toMillis()))
                  == 4);
      awaitStates(rest);
    }
  }

  /** What was stalled recovers, and what was landing lands, with the second service. */
  private static void endWell(ServiceProcess service, Map<String, SimulatedWorker> workers)
      throws Exception {
    try (ServiceApi rest = service.rest()) {
      workers.get("islander").link().thaw();
      ShortTimes.eventually("islander is back", () -> rest.state("islander").equals("running"));
      workers.get("busy").servers().destroyContainer("build-0");
      assertThat(get(workers.get("busy").exited())).isZero();
      ShortTimes.eventually("busy has landed", () -> rest.state("busy").equals("landed"));
    }
  }

  private static Map<String, List<String>> changes(ServiceProcess service) throws Exception {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    try (ServiceApi rest = service.rest()) {
      for (String name : STATES.keySet()) {
        changes.put(name, rest.changes(name));
      }
    }
    return changes;
  }

  private List<String> events() throws IOException, SQLException {
    return rows.column("select e::text from worker_events e order by id");
  }
}
