package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.store.Samples.GATEWAY;
import static tsa.store.Samples.W;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.History.CheckKind;
import tsa.control.port.History.Retention;
import tsa.control.port.History.StoredEvent;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What every {@link History} does. */
abstract class HistoryContract {
  private static final WorkerName OTHER = new WorkerName("other");
  private static final Duration LONG = Duration.ofDays(90);

  private History history;

  /** An empty history that keeps so much. */
  abstract History history(Retention retention);

  @BeforeEach
  void keepTheDefault() {
    history = history(Retention.DEFAULT);
  }

  private static Event numbered(String worker, int number) {
    return Samples.event(worker, Reason.of(ReasonCode.REACHED, "silence", number));
  }

  private static List<String> numbers(List<StoredEvent> events) {
    return events.stream().map(e -> e.event().reason().details().get("silence")).toList();
  }

  private void writeEvents(String worker, int count) {
    IntStream.range(0, count).forEach(i -> history.write(numbered(worker, i)));
  }

  private void writeChecks(WorkerName worker, int count) {
    for (int i = 0; i < count; i++) {
      history.write(
          worker,
          null,
          new Incarnation(i + 1),
          GATEWAY,
          CheckKind.PERIODIC,
          Samples.healthyReport());
    }
  }

  @Test
  void everyPartOfAnEventIsReadAsItWasWritten() {
    Event full =
        new Event(
            W,
            Event.Kind.NOT_ADMITTED,
            WorkerState.STALLED,
            WorkerState.RUNNING,
            Reason.of(ReasonCode.OTHER_TEAM, "owner", "team \"main\" \u0001 ü"),
            "ann",
            new Incarnation(7),
            new UUID(1, 2));
    Event bare =
        new Event(W, Event.Kind.STATE, null, null, Samples.JOINED, "w", null, new UUID(1, 2));
    history.write(full);
    history.write(bare);
    assertThat(history.events(W, ReadScope.ALL, null, 10))
        .extracting(StoredEvent::event)
        .containsExactly(bare, full);
  }

  @Test
  void eachPartIsSeenByThoseWhoseTheWorkerWasThen() {
    Map<String, OwningTeam> owners = new LinkedHashMap<>();
    owners.put("nobody noted", null);
    owners.put("all teams", new OwningTeam(null));
    owners.put("a", new OwningTeam("a"));
    owners.put("b", new OwningTeam("b"));
    owners.forEach((who, owner) -> {
      history.write(
          new Event(W, Event.Kind.STATE, null, null, Samples.JOINED, who, null, GATEWAY, owner));
      history.write(
          W, owner, new Incarnation(1), GATEWAY, CheckKind.ASKED, Samples.healthyReport());
    });
    assertThat(history.events(W, ReadScope.ALL, null, 10))
        .extracting(written -> written.event().owner())
        .containsExactlyElementsOf(new ArrayList<>(owners.values()).reversed());
    ReadScope ofA = new ReadScope(false, Set.of("a"));
    assertThat(actors(ofA)).containsExactly("a", "all teams");
    assertThat(actors(new ReadScope(false, Set.of()))).isEmpty();
    assertThat(actors(ReadScope.ALL)).containsExactly("b", "a", "all teams", "nobody noted");
    assertThat(history.events(W, ofA, null, 1)).hasSize(1);
    assertThat(history.checks(W, ofA, null, 10))
        .extracting(History.StoredCheck::owner)
        .containsExactly(new OwningTeam("a"), new OwningTeam(null));
    assertThat(history.checks(W, new ReadScope(false, Set.of()), null, 10)).isEmpty();
    assertThat(history.checks(W, 10))
        .extracting(History.StoredCheck::owner)
        .hasSize(4)
        .containsNull();
  }

  private List<String> actors(ReadScope scope) {
    return history.events(W, scope, null, 10).stream()
        .map(written -> written.event().actor())
        .toList();
  }

  @Test
  void everyKindIsReadAsItWasWritten() {
    for (Event.Kind kind : Event.Kind.values()) {
      history.write(new Event(W, kind, null, null, Samples.JOINED, "w", null, GATEWAY));
      assertThat(history.events(W, ReadScope.ALL, null, 1).getFirst().event().kind())
          .isEqualTo(kind);
    }
  }

  @Test
  void eventsComePageByPageNewestFirst() {
    writeEvents("w", 5);
    writeEvents("other", 2);
    List<StoredEvent> first = history.events(W, ReadScope.ALL, null, 2);
    List<StoredEvent> second = history.events(W, ReadScope.ALL, first.getLast().id(), 2);
    List<StoredEvent> third = history.events(W, ReadScope.ALL, second.getLast().id(), 2);
    assertThat(numbers(first)).containsExactly("4", "3");
    assertThat(numbers(second)).containsExactly("2", "1");
    assertThat(numbers(third)).containsExactly("0");
    assertThat(first.getFirst().at()).isAfterOrEqualTo(third.getFirst().at());
  }

  @Test
  void eventsOfAllWorkersComePageByPageToo() {
    writeEvents("w", 2);
    writeEvents("other", 1);
    List<StoredEvent> first = history.recent(null, 2);
    List<StoredEvent> second = history.recent(first.getLast().id(), 2);
    assertThat(first)
        .extracting(written -> written.event().worker())
        .containsExactly(OTHER, new WorkerName("w"));
    assertThat(numbers(second)).containsExactly("0");
    assertThat(history.recent(null, 0)).isEmpty();
    assertThat(history.recent(Long.MAX_VALUE, Integer.MAX_VALUE)).hasSize(3);
  }

  @Test
  void aForeignLimitIsHarmless() {
    writeEvents("w", 3);
    writeChecks(W, 3);
    assertThat(history.events(W, ReadScope.ALL, null, 0)).isEmpty();
    assertThat(history.events(W, ReadScope.ALL, null, -1)).isEmpty();
    assertThat(history.events(W, ReadScope.ALL, Long.MIN_VALUE, 5)).isEmpty();
    assertThat(history.events(W, ReadScope.ALL, Long.MAX_VALUE, Integer.MAX_VALUE)).hasSize(3);
    assertThat(history.checks(W, -1)).isEmpty();
    assertThat(history.checks(W, Integer.MAX_VALUE)).hasSize(3);
  }

  @Test
  void everyPartOfACheckIsReadAsItWasWritten() {
    CheckReport failing = Samples.failingReport("no space");
    history.write(W, null, new Incarnation(4), GATEWAY, CheckKind.ADMISSION, failing);
    history.write(W, null, new Incarnation(5), GATEWAY, CheckKind.ASKED, Samples.healthyReport());
    List<History.StoredCheck> checks = history.checks(W, 10);
    assertThat(checks)
        .extracting(History.StoredCheck::report)
        .containsExactly(Samples.healthyReport(), failing);
    assertThat(checks)
        .extracting(History.StoredCheck::kind)
        .containsExactly(CheckKind.ASKED, CheckKind.ADMISSION);
    assertThat(checks)
        .extracting(History.StoredCheck::incarnation)
        .containsExactly(new Incarnation(5), new Incarnation(4));
    assertThat(checks).allMatch(c -> c.worker().equals(W) && c.gateway().equals(GATEWAY));
    Instant newest = checks.getFirst().endedAt();
    assertThat(newest).isAfterOrEqualTo(checks.getLast().endedAt());
    assertThat(history.checks(OTHER, 10)).isEmpty();
    assertThat(history.checks(W, 1)).hasSize(1);
  }

  @Test
  void onlyTheNewestOfEachWorkerAreKept() {
    history = history(new Retention(3, 2, LONG));
    writeEvents("w", 7);
    writeEvents("other", 2);
    writeChecks(W, 6);
    writeChecks(OTHER, 1);
    history.trim();
    assertThat(numbers(history.events(W, ReadScope.ALL, null, 10))).containsExactly("6", "5", "4");
    assertThat(numbers(history.events(OTHER, ReadScope.ALL, null, 10))).containsExactly("1", "0");
    assertThat(history.checks(W, 10))
        .extracting(c -> c.incarnation().number())
        .containsExactly(6L, 5L);
    assertThat(history.checks(OTHER, 10)).hasSize(1);
    writeEvents("other", 2);
    history.trim();
    assertThat(numbers(history.events(OTHER, ReadScope.ALL, null, 10)))
        .containsExactly("1", "0", "1");
  }

  @Test
  void nothingTooOldIsKept() {
    history = history(new Retention(1000, 100, Duration.ZERO));
    writeEvents("w", 3);
    writeChecks(W, 3);
    history.trim();
    assertThat(history.events(W, ReadScope.ALL, null, 10)).isEmpty();
    assertThat(history.checks(W, 10)).isEmpty();
  }

  @Test
  void trimmingWhatIsWithinBoundsChangesNothing() {
    history = history(new Retention(3, 3, LONG));
    writeEvents("w", 3);
    writeChecks(W, 3);
    List<StoredEvent> events = history.events(W, ReadScope.ALL, null, 10);
    List<History.StoredCheck> checks = history.checks(W, 10);
    history.trim();
    assertThat(history.events(W, ReadScope.ALL, null, 10)).isEqualTo(events);
    assertThat(history.checks(W, 10)).isEqualTo(checks);
  }

  @Test
  void keepingLessThanNothingIsRefused() {
    assertThatThrownBy(() -> new Retention(-1, 0, LONG))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Retention(0, -1, LONG))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Retention(0, 0, LONG.negated()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
