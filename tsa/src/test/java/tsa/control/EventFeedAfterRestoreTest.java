package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Event;
import tsa.control.port.EventLog;
import tsa.control.port.History;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.serve.Wiring;
import tsa.testing.PolledSignal;
import tsa.worker.WorkerName;

/** The database is restored from a backup under a running gateway: its ids begin again. */
class EventFeedAfterRestoreTest {
  private final RestoredLog log = new RestoredLog();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final EventFeed feed =
      new EventFeed(log, new PolledSignal(), Wiring.ticker(), event -> heard.add(event.actor()));

  /** Rows that can be taken away again. */
  private static final class RestoredLog implements EventLog {
    private volatile List<LoggedEvent> lines = List.of();

    void upTo(long last, String actor) {
      long before = lines.isEmpty() ? 0 : lines.getLast().id();
      List<LoggedEvent> next = new CopyOnWriteArrayList<>(lines);
      LongStream.rangeClosed(before + 1, last).forEach(id -> next.add(line(id, actor)));
      lines = List.copyOf(next);
    }

    void restoredTo(long last) {
      lines = lines.stream().filter(line -> line.id() <= last).toList();
    }

    private static LoggedEvent line(long id, String actor) {
      Event event =
          new Event(
              new WorkerName("w"),
              Event.Kind.STATE,
              null,
              null,
              Reason.of(ReasonCode.WORKER_LEFT),
              actor,
              null,
              new UUID(0, 1));
      return new LoggedEvent(id, new History.StoredEvent(id, Instant.EPOCH, event));
    }

    @Override
    public long newest() {
      return lines.isEmpty() ? 0 : lines.getLast().id();
    }

    @Override
    public LogWindow look(long after, int limit) {
      return new LogWindow(between(after, Long.MAX_VALUE, limit), 1, 1);
    }

    @Override
    public List<LoggedEvent> between(long after, long upTo, int limit) {
      return lines.stream()
          .filter(line -> line.id() > after && line.id() <= upTo)
          .limit(limit)
          .toList();
    }
  }

  @BeforeEach
  void begin() {
    log.upTo(500, "before");
    feed.start();
  }

  @AfterEach
  void end() {
    feed.close();
  }

  @Test
  void whatComesAfterTheRestoreIsHeard() throws InterruptedException {
    log.restoredTo(300);
    eventually().until(() -> feed.restarts() == 1);
    assertThat(feed.now()).isEqualTo(300);
    assertThat(heard).as("what was there before is no news").isEmpty();
    log.upTo(301, "after");
    EventFeed.EventPage page = feed.after(300, 10, Duration.ofSeconds(20));
    assertThat(page.events()).singleElement().extracting(w -> w.event().actor()).isEqualTo("after");
    eventually().until(() -> heard.equals(List.of("after")));
  }

  @Test
  void aPlaceThatTheHistoryDoesNotReachIsKnown() {
    assertThat(feed.isAhead(500)).isFalse();
    assertThat(feed.isAhead(501)).isTrue();
    log.upTo(501, "another gateway told of it first");
    assertThat(feed.isAhead(501)).isFalse();
  }
}
