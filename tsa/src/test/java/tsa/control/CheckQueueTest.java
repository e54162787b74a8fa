package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.control.CheckQueue.Urgency;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.Verdict;
import tsa.testing.Pure;

/** Whose turn it is, and how many may have theirs at once. */
@Pure
class CheckQueueTest {
  private static final int FIRST = 8;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime(SampleWorkers.T0);
  private final List<String> called = new ArrayList<>();
  private final Map<String, CheckQueue.Ticket> tickets = new HashMap<>();
  private Duration delay = Duration.ZERO;
  private CheckQueue queue = new CheckQueue(64, LIMIT, time, () -> delay);

  private void enter(String who, Urgency urgency) {
    enter(who, urgency, CheckQueue.NEVER_TIMED_OUT);
  }

  private void enter(String who, Urgency urgency, int timedOutAt) {
    tickets.put(who, queue.enter(urgency, timedOutAt, ticket -> called.add(who)));
  }

  private void enterAll(String prefix, int many) {
    for (int i = 0; i < many; i++) {
      enter(prefix + i, Urgency.ORDINARY);
    }
  }

  private static CheckReport report(@Nullable FailureCause cause) {
    CheckReport.Problem problem =
        cause == null ? null : new CheckReport.Problem(CheckStep.PING, cause, "");
    Verdict verdict = cause == null ? Verdict.HEALTHY : Verdict.FAILING;
    return new CheckReport(verdict, problem, SECOND, List.of());
  }

  private int done(String who, @Nullable FailureCause cause) {
    return tickets.get(who).done(report(cause));
  }

  private int limit() {
    return queue.load().limit();
  }

  @Test
  void theOldestIsNextAndNoMoreThanTheLimitHaveTheirTurn() {
    enterAll("w", FIRST + 3);
    assertThat(called).containsExactly("w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7");
    assertThat(queue.load()).isEqualTo(new CheckLoad(FIRST, 3, FIRST));
    tickets.get("w3").leave();
    assertThat(called).last().isEqualTo("w8");
  }

  @Test
  void whoeverAsksGoesFirstAndAKnownNameBeforeAStranger() {
    queue = new CheckQueue(1, LIMIT, time, () -> delay);
    enter("busy", Urgency.ORDINARY);
    enter("stranger", Urgency.ORDINARY);
    time.pass(Duration.ofSeconds(59));
    enter("known", Urgency.KNOWN);
    enter("asked", Urgency.ASKED);
    for (String who : List.of("busy", "asked", "known")) {
      done(who, null);
    }
    assertThat(called).containsExactly("busy", "asked", "known", "stranger");
  }

  /** Names that are known come and go for ever; a stranger has its turn all the same. */
  @Test
  void nobodyIsOvertakenForEver() {
    queue = new CheckQueue(1, LIMIT, time, () -> delay);
    enter("busy", Urgency.ORDINARY);
    enter("stranger", Urgency.ORDINARY);
    time.pass(Duration.ofSeconds(61));
    enter("known", Urgency.KNOWN);
    done("busy", null);
    assertThat(called).last().isEqualTo("stranger");
  }

  @Test
  void whoWaitsIsToldHowManyAreBeforeItAndForHowLong() {
    queue = new CheckQueue(2, LIMIT, time, () -> delay);
    enterAll("w", 2);
    time.pass(Duration.ofSeconds(4));
    done("w0", null);
    done("w1", null);
    enterAll("v", 6);
    assertThat(tickets.get("v0").place()).as("it has its turn").isNull();
    assertThat(tickets.get("v2").place()).isEqualTo(new CheckQueue.Place(0, Duration.ofSeconds(2)));
    assertThat(tickets.get("v5").place()).isEqualTo(new CheckQueue.Place(3, Duration.ofSeconds(8)));
    tickets.get("v3").leave();
    time.pass(SECOND);
    assertThat(tickets.get("v5").place().ahead()).isEqualTo(2);
    assertThat(tickets.get("v3").place()).as("it does not wait any more").isNull();
  }

  @Test
  void moreAtOnceWhileTheyPassAndOthersWait() {
    enterAll("w", 30);
    for (int i = 0; i < FIRST; i++) {
      done("w" + i, null);
    }
    assertThat(limit()).isEqualTo(2 * FIRST);
  }

  @Test
  void notMoreAtOnceWhenNobodyWaits() {
    for (int i = 0; i < 50; i++) {
      enter("w" + i, Urgency.ORDINARY);
      done("w" + i, null);
    }
    assertThat(limit()).isEqualTo(FIRST);
  }

  @Test
  void halfAsManyWhenThoseThatEndTogetherTimeOut() {
    enterAll("w", 30);
    for (int i = 0; i < FIRST; i++) {
      done("w" + i, FailureCause.TIMED_OUT);
    }
    assertThat(limit()).isEqualTo(FIRST / 2);
  }

  @Test
  void oneThatTimesOutAmongManyIsItsOwnMatter() {
    enterAll("w", 30);
    done("w0", FailureCause.TIMED_OUT);
    for (int i = 1; i < FIRST; i++) {
      done("w" + i, null);
    }
    assertThat(limit()).isGreaterThan(FIRST);
  }

  /** A quarter of the fleet hangs: after a while that has nothing to do with how many at once. */
  @Test
  void thoseThatTimedOutWithAsFewBesideThemTellNothing() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 12; i++) {
        boolean hangs = i % 4 == 0;
        String who = "w" + round + "-" + i;
        enter(who, Urgency.ORDINARY, hangs ? 1 : CheckQueue.NEVER_TIMED_OUT);
      }
      for (int i = 0; i < 12; i++) {
        done("w" + round + "-" + i, i % 4 == 0 ? FailureCause.TIMED_OUT : null);
      }
    }
    assertThat(limit()).isGreaterThanOrEqualTo(FIRST);
  }

  @Test
  void howFewWereBesideATimeOutIsRememberedUntilTheNextThatIsNone() {
    enter("w", Urgency.ORDINARY);
    int slow = done("w", FailureCause.TIMED_OUT);
    assertThat(slow).isEqualTo(FIRST);
    enter("w", Urgency.ORDINARY, 3);
    assertThat(done("w", FailureCause.TIMED_OUT)).isEqualTo(3);
    enter("w", Urgency.ORDINARY, 3);
    assertThat(done("w", FailureCause.DISK)).isEqualTo(CheckQueue.NEVER_TIMED_OUT);
  }

  @Test
  void halfAsManyWhenThisProcessItselfRanLate() {
    enterAll("w", 30);
    time.pass(Duration.ofSeconds(11));
    delay = Duration.ofSeconds(3);
    done("w0", null);
    assertThat(limit()).isEqualTo(FIRST / 2);
    done("w1", FailureCause.GATEWAY_DELAYED);
    assertThat(limit()).as("it began before").isEqualTo(FIRST / 2);
  }

  /** On a processor with a small quota everything is late, and yet it may be done in time. */
  @Test
  void moreWhenThisProcessRanLateButTheCheckWasQuickAllTheSame() {
    enterAll("w", 30);
    time.pass(Duration.ofSeconds(4));
    delay = Duration.ofSeconds(3);
    done("w0", null);
    assertThat(limit()).isGreaterThan(FIRST);
  }

  @Test
  void asManyWhenThisProcessRanLateAndTheCheckWasNeitherQuickNorLong() {
    enterAll("w", 30);
    time.pass(Duration.ofSeconds(7));
    delay = Duration.ofSeconds(6);
    done("w0", null);
    assertThat(limit()).isEqualTo(FIRST);
  }

  @Test
  void aMomentOfDelayIsNoSign() {
    enterAll("w", 30);
    time.pass(Duration.ofMillis(60));
    delay = Duration.ofMillis(50);
    done("w0", null);
    assertThat(limit()).isGreaterThan(FIRST);
  }

  @Test
  void whatIsLeftTwiceCountsOnce() {
    enterAll("w", FIRST + 1);
    tickets.get("w0").leave();
    tickets.get("w0").leave();
    done("w0", null);
    assertThat(queue.load().underWay()).isEqualTo(FIRST);
    tickets.get("w8").leave();
    assertThat(queue.load()).isEqualTo(new CheckLoad(FIRST - 1, 0, FIRST));
  }
}
