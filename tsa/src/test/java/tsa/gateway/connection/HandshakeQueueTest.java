package tsa.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.gateway.connection.HandshakeQueue.Turn;

/** Whose handshake may go on; timers are run by hand. */
class HandshakeQueueTest {
  /** How many may be under way at first, with one core. */
  private static final int FIRST = 16;

  private final AtomicLong now = new AtomicLong();
  private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
  private final List<String> begun = new ArrayList<>();
  private Duration delay = Duration.ZERO;
  private final HandshakeQueue queue =
      new HandshakeQueue(new HandshakePacer(1_000_000, now::get), 1, now::get, () -> delay, timers);

  /** Its own thread must not run what the test is to run. */
  @BeforeEach
  void occupy() {
    timers.execute(() -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    });
    eventually().until(() -> timers.getQueue().isEmpty());
  }

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  private Turn enter(String who, boolean known) {
    return queue.enter(who.substring(0, 1), known, () -> begun.add(who));
  }

  private List<Turn> enterAll(String prefix, int many) {
    return IntStream.range(0, many).mapToObj(i -> enter(prefix + i, false)).toList();
  }

  /** Runs what the timers would, now. */
  private void runTimers() {
    for (Runnable task : List.copyOf(timers.getQueue())) {
      timers.remove(task);
      task.run();
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void soManyAreUnderWayAndTheOldestIsNext() {
    List<Turn> turns = enterAll("s", FIRST + 2);
    assertThat(begun).hasSize(FIRST).last().isEqualTo("s15");
    queue.left(turns.get(3), false);
    assertThat(begun).last().isEqualTo("s16");
    queue.left(turns.get(17), false);
    queue.left(turns.get(4), false);
    assertThat(begun).as("the last one left before its turn").hasSize(FIRST + 1);
  }

  @Test
  void moreAreUnderWayWhenTheyAreDoneInTime() {
    List<Turn> turns = enterAll("s", 4 * FIRST);
    for (int i = 0; i < FIRST; i++) {
      queue.left(turns.get(i), true);
    }
    assertThat(begun).as("those that are done, and twice as many").hasSize(3 * FIRST);
  }

  @Test
  void fewerAreUnderWayWhenThisProcessRanLate() {
    List<Turn> turns = enterAll("s", 4 * FIRST);
    pass(Duration.ofMillis(1_200));
    delay = Duration.ofSeconds(1);
    for (int i = 0; i < FIRST / 2; i++) {
      queue.left(turns.get(i), true);
    }
    assertThat(begun).as("half of the places are gone").hasSize(FIRST);
    queue.left(turns.get(FIRST / 2), true);
    assertThat(begun).hasSize(FIRST + 1);
  }

  @Test
  void knownAddressesGoFirstButForOneTurnInFive() {
    List<Turn> inside = new ArrayList<>(enterAll("first", FIRST));
    begun.clear();
    enterAll("s", 3);
    for (int i = 0; i < 7; i++) {
      enter("k" + i, true);
    }
    for (int i = 0; i < 10; i++) {
      queue.left(inside.get(i), false);
    }
    assertThat(begun).containsExactly("k0", "k1", "k2", "k3", "s0", "k4", "k5", "k6", "s1", "s2");
  }

  /** A fleet behind one address: the first that is let in speaks for those who came with it. */
  @Test
  void whoWaitsWhereAKeyIsProvenIsNoStrangerAnyMore() {
    List<Turn> inside = new ArrayList<>(enterAll("x", FIRST));
    begun.clear();
    enterAll("s", 2);
    enter("k0", true);
    queue.recognize("s");
    queue.recognize("s");
    enter("k1", true);
    for (int i = 0; i < 4; i++) {
      queue.left(inside.get(i), false);
    }
    assertThat(begun).as("the oldest first").containsExactly("s0", "s1", "k0", "k1");
  }

  @Test
  void asManyAreUnderWayWhenThisProcessRanLateButAllWereQuickAllTheSame() {
    List<Turn> turns = enterAll("s", 4 * FIRST);
    pass(Duration.ofMillis(900));
    delay = Duration.ofMillis(800);
    for (int i = 0; i < FIRST; i++) {
      queue.left(turns.get(i), true);
    }
    assertThat(begun).hasSize(2 * FIRST);
  }

  @Test
  void aSilentPeerLosesItsPlaceAfterAMoment() {
    enterAll("s", FIRST + 5);
    runTimers();
    assertThat(begun).hasSize(FIRST);
    pass(HandshakeQueue.PATIENCE);
    runTimers();
    assertThat(begun).hasSize(FIRST + 5);
  }

  @Test
  void aPeerThatThisProcessKeptWaitingKeepsItsPlace() {
    enterAll("s", FIRST + 5);
    pass(HandshakeQueue.PATIENCE);
    delay = Duration.ofMillis(900);
    runTimers();
    assertThat(begun).hasSize(FIRST);
    pass(Duration.ofMillis(900));
    runTimers();
    assertThat(begun).hasSize(FIRST + 5);
  }

  @Test
  void aTurnThatIsLeftTwiceGivesOnePlace() {
    List<Turn> turns = enterAll("s", FIRST + 5);
    queue.left(turns.get(0), false);
    queue.left(turns.get(0), true);
    queue.left(null, false);
    assertThat(begun).hasSize(FIRST + 1);
  }
}
