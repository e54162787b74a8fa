package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.Event;
import tsa.control.port.EventLog;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SampleWorkers;
import tsa.testing.InMemoryEventLog;
import tsa.testing.PolledSignal;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Readers go on where they are, whether memory or the store has what comes next. */
class EventFeedTest {
  /** More than two memories full. */
  private static final int MANY = 2_345;

  private static final int REMEMBERED = 1_000;

  private final InMemoryHistory history = new InMemoryHistory(new VirtualTime(SampleWorkers.T0));
  private final AtomicInteger storeReads = new AtomicInteger();
  private final EventFeed feed =
      new EventFeed(new CountedLog(), new PolledSignal(), System::nanoTime, _ -> {});

  /** Counts the reads of those who are too far behind for the memory. */
  private final class CountedLog implements EventLog {
    private final EventLog log = new InMemoryEventLog(history);

    @Override
    public long newest() {
      return log.newest();
    }

    @Override
    public LogWindow look(long after, int limit) {
      return log.look(after, limit);
    }

    @Override
    public List<LoggedEvent> between(long after, long upTo, int limit) {
      storeReads.incrementAndGet();
      return log.between(after, upTo, limit);
    }
  }

  @BeforeEach
  void start() {
    feed.start();
  }

  @AfterEach
  void stop() {
    feed.close();
  }

  private void write(int events) {
    IntStream.range(0, events)
        .forEach(_ ->
            history.write(
                new Event(
                    new WorkerName("w"),
                    Event.Kind.STATE,
                    WorkerState.RUNNING,
                    WorkerState.STALLED,
                    Reason.of(ReasonCode.DRAINED),
                    Event.RULES,
                    null,
                    SampleWorkers.GATEWAY)));
  }

  private void settled(long id) {
    eventually().until(() -> feed.now() == id);
  }

  private List<Long> readFrom(long place, int pageSize) throws InterruptedException {
    List<Long> ids = new ArrayList<>();
    long at = place;
    while (at < feed.now()) {
      EventFeed.EventPage page = feed.after(at, pageSize, Duration.ZERO);
      assertThat(page.upTo()).as("a reader gets on").isGreaterThan(at);
      page.events().forEach(written -> ids.add(written.id()));
      at = page.upTo();
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 500, 5_000})
  void aReaderFarBehindMissesNothingWhereTheStoreEndsAndTheMemoryBegins(int pageSize)
      throws InterruptedException {
    write(MANY);
    settled(MANY);

    assertThat(readFrom(0, pageSize))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, MANY).boxed().toList());
    assertThat(storeReads.get()).as("of the older ones").isPositive();
  }

  /** The last that the memory has forgotten is the last place that it can serve. */
  @Test
  void theNewestThousandAreReadFromMemoryAndWhatIsOlderFromTheStore() throws InterruptedException {
    write(MANY);
    settled(MANY);
    long floor = MANY - REMEMBERED;

    assertThat(readFrom(floor, 300)).hasSize(REMEMBERED).first().isEqualTo(floor + 1);
    assertThat(storeReads.get()).isZero();
    assertThat(readFrom(floor - 1, 300)).hasSize(REMEMBERED + 1).first().isEqualTo(floor);
    assertThat(storeReads.get()).isEqualTo(1);
  }

  @Test
  void aReaderThatIsOvertakenByTheMemoryGoesOnInTheStore() throws InterruptedException {
    write(10);
    settled(10);
    EventFeed.EventPage first = feed.after(0, 4, Duration.ZERO);
    assertThat(first.upTo()).isEqualTo(4);
    write(MANY);
    settled(10 + MANY);

    assertThat(readFrom(first.upTo(), 100))
        .containsExactlyElementsOf(LongStream.rangeClosed(5, 10 + MANY).boxed().toList());
    assertThat(storeReads.get()).isPositive();
  }
}
