package tsa.demo;

import static tsa.demo.Cast.AMBER;
import static tsa.demo.Cast.BIRCH;
import static tsa.demo.Cast.CEDAR;
import static tsa.demo.Cast.DOGWOOD;
import static tsa.demo.Cast.ELM;
import static tsa.demo.Cast.FIR;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Something that has to be seen in the demo.
 *
 * @param title what, for a person
 * @param test whether it is to be seen now
 */
record Fact(String title, BiPredicate<World, Cast> test) {
  static final Fact ALL_JOINED =
      new Fact(
          "all six joined, each after a deep check through its tunnel",
          (world, cast) ->
              Cast.NAMES.stream().allMatch(name -> world.went(name, null, "running", "joined")));

  static final Fact AMBER_STALLED =
      new Fact(
          "amber lost its network: stalled, not judged",
          (world, cast) -> world.went(AMBER, "running", "stalled", "unreachable"));

  static final Fact AMBER_BACK =
      new Fact(
          "amber's network came back: running again by itself",
          (world, cast) ->
              world.went(AMBER, "stalled", "running", "reached") && world.isIn(AMBER, "running"));

  static final Fact BIRCH_RETIRED =
      new Fact(
          "birch got a read-only disk: it still answered, but its deep checks failed: retired",
          (world, cast) ->
              world.went(BIRCH, "running", "retiring", "checks-failed")
                  && world.isIn(BIRCH, "retired"));

  static final Fact BIRCH_FAILED =
      new Fact(
          "birch's process ended with status 1, so that its supervisor replaces it",
          (world, cast) -> cast.exited(BIRCH, 1));

  static final Fact CEDAR_GONE =
      new Fact(
          "cedar is ephemeral and was killed: stalled, and forgotten after its grace",
          (world, cast) ->
              world.went(CEDAR, "stalled", null, "ephemeral-gone") && world.worker(CEDAR) == null);

  static final Fact DOGWOOD_LANDED =
      new Fact(
          "dogwood was landed by an operator: its process ended with status 0",
          (world, cast) ->
              world.went(DOGWOOD, "running", "landing", "land-requested")
                  && world.isIn(DOGWOOD, "landed")
                  && cast.exited(DOGWOOD, 0));

  static final Fact ELM_FULL =
      new Fact(
          "elm is full (250 containers): saturated, and still running",
          (world, cast) ->
              world.lastCheckWas(ELM, "saturated")
                  && world.isIn(ELM, "running")
                  && world.changes(ELM) == 1);

  static final Fact FIR_FINE =
      new Fact(
          "fir, with which nothing was wrong, was left alone",
          (world, cast) -> world.isIn(FIR, "running") && world.changes(FIR) == 1);

  static final Fact NOTHING_LEFT =
      new Fact(
          "no container or volume of a check is left on any worker",
          (world, cast) -> cast.checkObjects() == 0);

  static final List<Fact> ALL =
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

  boolean holds(World world, Cast cast) {
    return test.test(world, cast);
  }
}
