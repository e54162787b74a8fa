package tsa.lab.demo;

import static tsa.lab.demo.DemoWorkers.AMBER;
import static tsa.lab.demo.DemoWorkers.BIRCH;
import static tsa.lab.demo.DemoWorkers.CEDAR;
import static tsa.lab.demo.DemoWorkers.DOGWOOD;
import static tsa.lab.demo.DemoWorkers.ELM;
import static tsa.lab.demo.DemoWorkers.FIR;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Something that has to be seen in the demo.
 *
 * @param title what, for a person
 * @param test whether it is to be seen now
 */
record DemoExpectation(String title, BiPredicate<ObservedFleet, DemoWorkers> test) {
  static final DemoExpectation ALL_JOINED =
      new DemoExpectation(
          "all six joined, each after a deep check through its tunnel",
          (fleet, workers) ->
              DemoWorkers.NAMES.stream()
                  .allMatch(name -> fleet.went(name, null, "running", "joined")));

  /** Not told: only so that it is not killed in the middle of a check, whose things would stay. */
  static final DemoExpectation CEDAR_IDLE =
      new DemoExpectation(
          "no deep check of cedar is under way", (fleet, workers) -> workers.isClean(CEDAR));

  static final DemoExpectation AMBER_STALLED =
      new DemoExpectation(
          "amber lost its network: stalled, not retired",
          (fleet, workers) -> fleet.went(AMBER, "running", "stalled", "unreachable"));

  static final DemoExpectation AMBER_BACK =
      new DemoExpectation(
          "amber's network came back: running again by itself",
          (fleet, workers) ->
              fleet.went(AMBER, "stalled", "running", "reached") && fleet.isIn(AMBER, "running"));

  static final DemoExpectation BIRCH_RETIRED =
      new DemoExpectation(
          "birch got a read-only disk: it still answered, but its deep checks failed: retired",
          (fleet, workers) ->
              fleet.went(BIRCH, "running", "retiring", "checks-failed")
                  && fleet.isIn(BIRCH, "retired"));

  static final DemoExpectation BIRCH_FAILED =
      new DemoExpectation(
          "birch's process ended with status 1, so that its supervisor replaces it",
          (fleet, workers) -> workers.exited(BIRCH, 1));

  static final DemoExpectation CEDAR_GONE =
      new DemoExpectation(
          "cedar is ephemeral and was killed: stalled, and forgotten after its grace",
          (fleet, workers) ->
              fleet.went(CEDAR, "stalled", null, "ephemeral-gone") && fleet.worker(CEDAR) == null);

  static final DemoExpectation DOGWOOD_LANDED =
      new DemoExpectation(
          "dogwood was landed by an operator: its process ended with status 0",
          (fleet, workers) ->
              fleet.went(DOGWOOD, "running", "landing", "land-requested")
                  && fleet.isIn(DOGWOOD, "landed")
                  && workers.exited(DOGWOOD, 0));

  static final DemoExpectation ELM_FULL =
      new DemoExpectation(
          "elm is full (250 containers): saturated, and still running",
          (fleet, workers) ->
              fleet.lastCheckWas(ELM, "saturated")
                  && fleet.isIn(ELM, "running")
                  && fleet.changes(ELM) == 1);

  static final DemoExpectation FIR_FINE =
      new DemoExpectation(
          "fir, with which nothing was wrong, was left alone",
          (fleet, workers) -> fleet.isIn(FIR, "running") && fleet.changes(FIR) == 1);

  static final DemoExpectation NOTHING_LEFT =
      new DemoExpectation(
          "no container or volume of a check is left on any worker",
          (fleet, workers) -> workers.checkObjects() == 0);

  static final List<DemoExpectation> ALL =
      List.of(
          ALL_JOINED,
          AMBER_STALLED,
          AMBER_BACK,
          BIRCH_RETIRED,
          BIRCH_FAILED,
          CEDAR_GONE,
          DOGWOOD_LANDED,
          ELM_FULL,
          FIR_FINE,
          NOTHING_LEFT);

  boolean holds(ObservedFleet fleet, DemoWorkers workers) {
    return test.test(fleet, workers);
  }
}
