package tsa.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tsa.control.Event;
import tsa.control.EventFeed;
import tsa.control.History;
import tsa.control.Owner;
import tsa.control.Readers;
import tsa.control.StoreException;
import tsa.control.Ticker;
import tsa.wire.WireJson;
import tsa.worker.WorkerName;

/**
 * The history as server-sent events (WHATWG HTML §9.2). A client is a place in the history and
 * nothing else: whoever is slow, or was away, goes on where they were, and costs no memory.
 */
final class EventStream {
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
  private final Shares shares;
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
  record Limits(int clients, int each, Duration keepAlive, Duration longest, Duration slice) {
    /** The defaults. */
    static final Limits DEFAULT =
        new Limits(100, 10, Duration.ofSeconds(15), Duration.ofMinutes(15), Duration.ofMillis(500));
  }

  /**
   * Where a client begins.
   *
   * @param lost whether it was at a place that the history does not have (any more)
   */
  private record Place(long id, boolean lost) {}

  /** What a client wants to hear of. */
  private record Wanted(
      Readers by, @Nullable WorkerName worker, @Nullable String team, Set<Event.Kind> kinds) {}

  EventStream(EventFeed feed, Ticker ticker, Limits limits) {
    this.feed = feed;
    this.ticker = ticker;
    this.limits = limits;
    this.room = new Semaphore(limits.clients());
    this.shares = new Shares(limits.each());
  }

  /** How many clients there are. */
  int clients() {
    return limits.clients() - room.availablePermits();
  }

  /** Ends all streams soon. */
  void close() {
    closed = true;
  }

  /** Begins a stream. */
  Answer open(Call call) {
    Wanted wanted = wanted(call);
    Place place = place(call);
    Shares.Share share =
        shares
            .take(call.principal())
            .orElseThrow(() ->
                Refusal.of(429, "you have too many streams of events open", "Retry-After", "10"));
    if (!room.tryAcquire()) {
      share.close();
      throw Refusal.of(503, "too many streams of events are open", "Retry-After", "10");
    }
    return Answer.streamed(
        MEDIA_TYPE,
        sink -> {
          try {
            write(wanted, place, sink);
          } finally {
            room.release();
            share.close();
          }
        });
  }

  private static Wanted wanted(Call call) {
    String worker = call.query().get("worker");
    if (worker != null) {
      WorkerName.problemWith(worker)
          .ifPresent(problem -> {
            throw Refusal.of(400, "worker: " + problem);
          });
    }
    return new Wanted(
        call.principal().readers(),
        worker == null ? null : new WorkerName(worker),
        call.query().get("team"),
        kinds(call));
  }

  private static Set<Event.Kind> kinds(Call call) {
    String asked = call.query().get("kind");
    if (asked == null) {
      return EnumSet.allOf(Event.Kind.class);
    }
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (String word : asked.split(",", -1)) {
      kinds.add(
          Event.Kind.ofWord(word)
              .orElseThrow(() ->
                  Refusal.of(
                      400,
                      "kind: each has to be one of "
                          + Arrays.stream(Event.Kind.values()).map(Event.Kind::word).toList())));
    }
    return kinds;
  }

  /** The header is what a client sends by itself when it comes back: newer than its address. */
  private Place place(Call call) {
    String given = call.lastEventId().isEmpty() ? call.query().get("after") : call.lastEventId();
    if (given == null) {
      return new Place(feed.now(), false);
    }
    try {
      long place = Long.parseLong(given);
      if (place >= 0) {
        // Another gateway may have told it what this one has not read yet; only the store knows.
        boolean lost = place > feed.now() && feed.isAhead(place);
        return new Place(lost ? feed.now() : place, lost);
      }
    } catch (NumberFormatException e) {
      // Not a number: the same answer as for a negative one.
    }
    throw Refusal.of(400, "after and Last-Event-ID have to be the id of an event, or 0");
  }

  private void write(Wanted wanted, Place from, Answer.Sink sink)
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
        EventFeed.Page page = feed.after(place, AT_ONCE, limits.slice());
        boolean any = send(page, wanted, sink);
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

  private boolean send(EventFeed.Page page, Wanted wanted, Answer.Sink sink) throws IOException {
    boolean any = false;
    for (History.Written written : page.events()) {
      if (isWanted(written.event(), wanted)) {
        sink.send(
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(
                    written.id(),
                    written.event().kind().word(),
                    WireJson.compact(Views.event(written))));
        any = true;
      }
    }
    return any;
  }

  /** Whose a worker was says the event itself: its name may be another team's by now. */
  private static boolean isWanted(Event event, Wanted wanted) {
    return wanted.kinds().contains(event.kind())
        && (wanted.worker() == null || wanted.worker().equals(event.worker()))
        && wanted.by().see(event.owner())
        && (wanted.team() == null || isOf(event.owner(), wanted.team()));
  }

  private static boolean isOf(@Nullable Owner owner, String team) {
    return owner != null && team.equals(Objects.requireNonNullElse(owner.team(), ""));
  }
}
