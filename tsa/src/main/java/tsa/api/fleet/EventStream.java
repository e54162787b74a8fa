package tsa.api.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.PerCallerLimit;
import tsa.api.http.RefusedException;
import tsa.api.view.JsonViews;
import tsa.control.EventFeed;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;
import tsa.wire.WireJson;
import tsa.worker.WorkerName;

/**
 * The history as server-sent events (WHATWG HTML §9.2). A client is a place in the history and
 * nothing else: whoever is slow, or was away, goes on where they were, and costs no memory.
 */
public final class EventStream {
  private static final String MEDIA_TYPE = "text/event-stream";
  private static final int AT_ONCE = 100;

  /** After a restore of the database: ids that were told are given out again. */
  private static final String LOST =
      ": the history does not reach that id any more; look at its pages, and go on from now\n"
          + "id: %d\n\n";

  private final EventFeed feed;
  private final Ticker ticker;
  private final Limits limits;
  private final Semaphore room;
  private final PerCallerLimit perCaller;
  private volatile boolean closed;

  /**
   * What streams may cost.
   *
   * @param clients at a time
   * @param each at a time of one caller
   * @param keepAlive a comment is sent after so long without an event
   * @param longest a stream ends after this; its client comes back, and shows its token anew
   * @param slice how often a waiting stream looks whether it has to end
   */
  public record Limits(
      int clients, int each, Duration keepAlive, Duration longest, Duration slice) {
    /** The defaults. */
    public static final Limits DEFAULT =
        new Limits(100, 10, Duration.ofSeconds(15), Duration.ofMinutes(15), Duration.ofMillis(500));
  }

  /**
   * Where a client begins.
   *
   * @param lost whether it was at a place that the history does not have (any more)
   */
  private record Position(long id, boolean lost) {}

  /** What a client wants to hear of. */
  private record EventFilter(
      ReadScope by, @Nullable WorkerName worker, @Nullable String team, Set<Event.Kind> kinds) {}

  public EventStream(EventFeed feed, Ticker ticker, Limits limits) {
    this.feed = feed;
    this.ticker = ticker;
    this.limits = limits;
    this.room = new Semaphore(limits.clients());
    this.perCaller = new PerCallerLimit(limits.each());
  }

  /** How many clients there are. */
  public int clients() {
    return limits.clients() - room.availablePermits();
  }

  /** Ends all streams soon. */
  public void close() {
    closed = true;
  }

  /** Begins a stream. */
  public ApiResponse open(ApiRequest request) {
    EventFilter filter = wanted(request);
    Position place = place(request);
    PerCallerLimit.Permit permit =
        perCaller
            .tryAcquire(request.principal())
            .orElseThrow(() ->
                RefusedException.of(
                    429, "you have too many streams of events open", "Retry-After", "10"));
    if (!room.tryAcquire()) {
      permit.close();
      throw RefusedException.of(503, "too many streams of events are open", "Retry-After", "10");
    }
    return ApiResponse.streamed(
        MEDIA_TYPE,
        sink -> {
          try {
            write(filter, place, sink);
          } finally {
            room.release();
            permit.close();
          }
        });
  }

  private static EventFilter wanted(ApiRequest request) {
    String worker = request.query().get("worker");
    if (worker != null) {
      WorkerName.problemWith(worker)
          .ifPresent(problem -> {
            throw RefusedException.of(400, "worker: " + problem);
          });
    }
    return new EventFilter(
        request.principal().scope(),
        worker == null ? null : new WorkerName(worker),
        request.query().get("team"),
        kinds(request));
  }

  private static Set<Event.Kind> kinds(ApiRequest request) {
    String asked = request.query().get("kind");
    if (asked == null) {
      return EnumSet.allOf(Event.Kind.class);
    }
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (String word : asked.split(",", -1)) {
      kinds.add(
          Event.Kind.ofWord(word)
              .orElseThrow(() ->
                  RefusedException.of(
                      400,
                      "kind: each has to be one of "
                          + Arrays.stream(Event.Kind.values()).map(Event.Kind::word).toList())));
    }
    return kinds;
  }

  /** The header is what a client sends by itself when it comes back: newer than its address. */
  private Position place(ApiRequest request) {
    String given =
        request.lastEventId().isEmpty() ? request.query().get("after") : request.lastEventId();
    if (given == null) {
      return new Position(feed.now(), false);
    }
    try {
      long place = Long.parseLong(given);
      if (place >= 0) {
        // Another gateway may have told it what this one has not read yet; only the store knows.
        boolean lost = place > feed.now() && feed.isAhead(place);
        return new Position(lost ? feed.now() : place, lost);
      }
    } catch (NumberFormatException e) {
      // Not a number: the same answer as for a negative one.
    }
    throw RefusedException.of(400, "after and Last-Event-ID have to be the id of an event, or 0");
  }

  private void write(EventFilter filter, Position from, ApiResponse.BodySink sink)
      throws IOException, InterruptedException {
    long place = from.id();
    int restarts = feed.restarts();
    long begun = ticker.nanos();
    long told = begun;
    sink.send(
        ": the history of workers; see docs/openapi.yaml\nretry: 3000\nid: " + place + "\n\n");
    if (from.lost()) {
      sink.send(LOST.formatted(place));
    }
    while (true) {
      if (closed || feed.isClosed()) {
        sink.send(": this gateway is stopping\n\n");
        return;
      }
      if (feed.restarts() != restarts) {
        sink.send(LOST.formatted(feed.now()));
        return;
      }
      if (ticker.since(begun).compareTo(limits.longest()) > 0) {
        sink.send(": long enough; come back to go on\nid: " + place + "\n\n");
        return;
      }
      try {
        EventFeed.EventPage page = feed.after(place, AT_ONCE, limits.slice());
        boolean any = send(page, filter, sink);
        place = page.upTo();
        told = any ? ticker.nanos() : told;
      } catch (StoreException e) {
        sink.send(": the database does not answer; come back to go on\n\n");
        return;
      }
      if (ticker.since(told).compareTo(limits.keepAlive()) > 0) {
        sink.send(": still here\nid: " + place + "\n\n");
        told = ticker.nanos();
      }
    }
  }

  private boolean send(EventFeed.EventPage page, EventFilter filter, ApiResponse.BodySink sink)
      throws IOException {
    boolean any = false;
    for (History.StoredEvent written : page.events()) {
      if (isWanted(written.event(), filter)) {
        sink.send(
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(
                    written.id(),
                    written.event().kind().word(),
                    WireJson.compact(JsonViews.event(written))));
        any = true;
      }
    }
    return any;
  }

  /** Whose a worker was says the event itself: its name may be another team's by now. */
  private static boolean isWanted(Event event, EventFilter filter) {
    return filter.kinds().contains(event.kind())
        && (filter.worker() == null || filter.worker().equals(event.worker()))
        && filter.by().see(event.owner())
        && (filter.team() == null || isOf(event.owner(), filter.team()));
  }

  private static boolean isOf(@Nullable OwningTeam owner, String team) {
    return owner != null && team.equals(Objects.requireNonNullElse(owner.team(), ""));
  }
}
