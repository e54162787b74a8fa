package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.Workers.T0;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.Judge;
import tsa.rehearsal.VirtualTime;

/** What makes the judge itself unfit, each at its limit, and from when on it is fit again. */
class FitnessTest {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final VirtualTime time = new VirtualTime(T0);
  private final Fitness fitness = new Fitness(time);

  /** A pass that was due now, began so late and took so long. */
  private Judge pass(Duration late, Duration took) {
    time.pass(EVERY);
    long due = time.nanos();
    time.freeze(late);
    long begun = time.nanos();
    time.freeze(took);
    return fitness.passed(due, begun, time.instant());
  }

  private Judge pass() {
    return pass(Duration.ZERO, Duration.ZERO);
  }

  @BeforeEach
  void itHasBeenFit() {
    assertThat(fitness.judge()).isEqualTo(new Judge(null, "just started"));
    Instant since = pass().fitSince();
    assertThat(since).isNotNull();
    assertThat(pass().fitSince()).as("it stays fit since then").isEqualTo(since);
  }

  private void assertUnfitUntilTheNextGoodPass(Judge judge, String problem) {
    assertThat(judge).isEqualTo(new Judge(null, problem));
    Judge again = pass();
    assertThat(again.fitSince()).isEqualTo(time.instant());
    assertThat(again.problem()).as("the last problem is remembered").isEqualTo(problem);
  }

  @Test
  void aPassThatComesTooLateTellsOfAPause() {
    assertThat(pass(Fitness.LATE, Duration.ZERO).fitSince()).isNotNull();
    assertUnfitUntilTheNextGoodPass(
        pass(Fitness.LATE.plusMillis(1), Duration.ZERO), "the loop ran 5s late");
  }

  @Test
  void aHeartbeatMissedThroughOurOwnDelayIsNobodysSilence() {
    fitness.delayed();
    String problem = "this process ran too late to hear answers in time";
    assertThat(fitness.judge()).isEqualTo(new Judge(null, problem));
    assertUnfitUntilTheNextGoodPass(pass(), problem);
  }

  @Test
  void aSlowDatabaseMayHaveLostBeats() {
    assertThat(pass(Duration.ZERO, Fitness.SLOW).fitSince()).isNotNull();
    assertUnfitUntilTheNextGoodPass(
        pass(Duration.ZERO, Fitness.SLOW.plusMillis(1)), "the database took 5s");
  }

  @Test
  void aClockThatJumpsEitherWayIsNoticed() {
    time.jump(Fitness.JUMP);
    assertThat(pass().fitSince()).isNotNull();
    time.jump(Duration.ofHours(-1));
    assertUnfitUntilTheNextGoodPass(pass(), "the database's clock jumped by 1h");
    time.jump(Duration.ofHours(2));
    assertUnfitUntilTheNextGoodPass(pass(), "the database's clock jumped by 2h");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNoticedAtOnce() {
    fitness.storeFailed();
    assertUnfitUntilTheNextGoodPass(fitness.judge(), "the database did not answer");
  }

  @Test
  void beatsThatAreLostOrSlowMakeSilenceMeaningless() {
    fitness.beatsLost();
    assertThat(fitness.judge()).isEqualTo(new Judge(null, "beats could not be written"));
    assertThat(pass().fitSince()).as("they were lost since the pass before").isNull();
    assertThat(pass().fitSince()).isNotNull();
    fitness.writingBeats();
    time.freeze(Fitness.SLOW.plusSeconds(1));
    assertThat(fitness.judge().fitSince()).isNotNull();
    fitness.beatsWritten();
    assertThat(fitness.judge()).isEqualTo(new Judge(null, "writing beats took 6s"));
  }

  @Test
  void beatsThatAreStillBeingWrittenAreNoticedByThePass() {
    fitness.writingBeats();
    time.pass(Duration.ofSeconds(10));
    assertThat(pass().problem()).startsWith("beats have been being written for 15s");
  }
}
