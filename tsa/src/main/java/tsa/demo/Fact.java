package tsa.demo;

import static tsa.demo.Cast.AMBER;
import static tsa.demo.Cast.BIRCH;
import static tsa.demo.Cast.CEDAR;
import static tsa.demo.Cast.DOGWOOD;
import static tsa.demo.Cast.ELM;
import static tsa.demo.Cast.FIR;

import java.util.function.BiPredicate;

/** What has to be seen in the demo. */
enum Fact {
  ALL_JOINED(
      "all six joined, each after a deep check through its tunnel",
      (world, cast) ->
          Cast.NAMES.stream().allMatch(name -> world.went(name, null, "running", "joined"))),
  AMBER_STALLED(
      "amber lost its network: stalled, not judged",
      (world, cast) -> world.went(AMBER, "running", "stalled", "unreachable")),
  AMBER_BACK(
      "amber's network came back: running again by itself",
      (world, cast) ->
          world.went(AMBER, "stalled", "running", "reached") && world.isIn(AMBER, "running")),
  BIRCH_RETIRED(
      "birch got a read-only disk: it still answered, but its deep checks failed: retired",
      (world, cast) ->
          world.went(BIRCH, "running", "retiring", "checks-failed")
              && world.isIn(BIRCH, "retired")),
  BIRCH_FAILED(
      "birch's process ended with status 1, so that its supervisor replaces it",
      (world, cast) -> cast.exited(BIRCH, 1)),
  CEDAR_GONE(
      "cedar is ephemeral and was killed: stalled, and forgotten after its grace",
      (world, cast) ->
          world.went(CEDAR, "stalled", null, "ephemeral-gone") && world.worker(CEDAR) == null),
  DOGWOOD_LANDED(
      "dogwood was landed by an operator: its process ended with status 0",
      (world, cast) ->
          world.went(DOGWOOD, "running", "landing", "land-requested")
              && world.isIn(DOGWOOD, "landed")
              && cast.exited(DOGWOOD, 0)),
  ELM_FULL(
      "elm is full (250 containers): saturated, and still running",
      (world, cast) ->
          world.lastCheckWas(ELM, "saturated")
              && world.isIn(ELM, "running")
              && world.changes(ELM) == 1),
  FIR_FINE(
      "fir, with which nothing was wrong, was left alone",
      (world, cast) -> world.isIn(FIR, "running") && world.changes(FIR) == 1),
  NOTHING_LEFT(
      "no container or volume of a check is left on any worker",
      (world, cast) -> cast.checkObjects() == 0);

  private final String title;
  private final BiPredicate<World, Cast> holds;

  Fact(String title, BiPredicate<World, Cast> holds) {
    this.title = title;
    this.holds = holds;
  }

  String title() {
    return title;
  }

  boolean holds(World world, Cast cast) {
    return holds.test(world, cast);
  }
}
