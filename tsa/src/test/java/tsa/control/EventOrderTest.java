package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tsa.control.port.EventLog;
import tsa.testing.Seed;

/** Rows that are committed out of the order of their ids are passed on in it, and none is lost. */
class EventOrderTest {
  private long nanos;
  private final EventOrder order = new EventOrder(0, () -> nanos);

  private List<Long> take(long oldest, long next, long... ids) {
    List<EventLog.LoggedEvent> lines =
        LongStream.of(ids).mapToObj(id -> new EventLog.LoggedEvent(id, null)).toList();
    return order.take(new EventLog.LogWindow(lines, oldest, next)).stream()
        .map(EventLog.LoggedEvent::id)
        .toList();
  }

  @Test
  void withoutGapsNothingWaits() {
    assertThat(take(50, 50, 1, 2, 3)).containsExactly(1L, 2L, 3L);
    assertThat(order.waits()).isFalse();
    assertThat(take(50, 50)).isEmpty();
    assertThat(take(51, 51, 4)).containsExactly(4L);
  }

  @Test
  void aGapThatIsFilledIsPassedInOrder() {
    assertThat(take(50, 52, 1, 3)).containsExactly(1L);
    assertThat(order.waits()).isTrue();
    assertThat(take(52, 52, 2, 3)).containsExactly(2L, 3L);
    assertThat(order.waits()).isFalse();
  }

  @Test
  void aGapIsOverWhenWhoeverCouldFillItHasEnded() {
    assertThat(take(50, 52, 2)).isEmpty();
    assertThat(take(50, 53, 2)).as("seen a second time").isEmpty();
    assertThat(take(51, 54, 2, 3)).as("52 still runs").isEmpty();
    assertThat(take(53, 55, 2, 3)).containsExactly(2L, 3L);
    assertThat(order.settled()).isEqualTo(3);
  }

  @Test
  void aTransactionOfSomebodyElseDelaysButDoesNotBlock() {
    assertThat(take(50, 52, 2)).isEmpty();
    assertThat(take(50, 53, 2)).isEmpty();
    nanos += EventOrder.PATIENCE.toNanos();
    assertThat(take(50, 54, 2)).isEmpty();
    nanos++;
    assertThat(take(50, 54, 2)).containsExactly(2L);
  }

  @Test
  void aSecondGapBehindTheFirstWaitsForItself() {
    assertThat(take(50, 52, 2)).isEmpty();
    assertThat(take(50, 53, 2, 4)).isEmpty();
    assertThat(take(53, 60, 2, 4)).containsExactly(2L);
    assertThat(order.waits()).isTrue();
    assertThat(take(53, 60, 4)).isEmpty();
    assertThat(take(59, 60, 4)).as("59 may still fill it").isEmpty();
    assertThat(take(60, 61, 3, 4)).containsExactly(3L, 4L);
  }

  /** Writers that take an id and commit or give up in any order, against a reader that looks. */
  @Test
  void nothingIsEverLostOrOutOfOrder() {
    for (long seed : Seed.each(200).toArray()) {
      SplittableRandom random = new SplittableRandom(seed);
      EventOrder reader = new EventOrder(0, () -> 0);
      List<long[]> running = new ArrayList<>(); // id, transaction
      TreeSet<Long> committed = new TreeSet<>();
      List<Long> passed = new ArrayList<>();
      long ids = 0;
      long transactions = 1;
      for (int step = 0; step < 300; step++) {
        int what = random.nextInt(4);
        if (what == 0 && step < 250) {
          running.add(new long[] {++ids, transactions++});
        } else if (what <= 2 && !running.isEmpty()) {
          long[] done = running.remove(random.nextInt(running.size()));
          if (random.nextInt(4) > 0) {
            committed.add(done[0]);
          }
        } else {
          passed.addAll(look(reader, committed, running, transactions));
        }
      }
      running.clear();
      for (int i = 0; i < 20; i++) {
        passed.addAll(look(reader, committed, running, transactions));
      }
      assertThat(passed).as("seed %d", seed).isSorted().containsExactlyElementsOf(committed);
    }
  }

  private static List<Long> look(
      EventOrder reader, NavigableSet<Long> committed, List<long[]> running, long next) {
    long oldest = running.stream().mapToLong(tx -> tx[1]).min().orElse(next);
    List<EventLog.LoggedEvent> lines =
        committed.tailSet(reader.settled(), false).stream()
            .limit(7)
            .map(id -> new EventLog.LoggedEvent(id, null))
            .toList();
    return reader.take(new EventLog.LogWindow(lines, oldest, next)).stream()
        .map(EventLog.LoggedEvent::id)
        .toList();
  }
}
