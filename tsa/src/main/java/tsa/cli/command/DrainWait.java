package tsa.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tsa.cli.CliException;
import tsa.cli.Pause;
import tsa.cli.client.ApiClient;
import tsa.cli.text.TimeText;
import tsa.wire.EventJson;
import tsa.wire.WorkerDetailJson;

/**
 * Waits until a worker has left. All times are those of the gateway's store. What it knows it reads
 * anew at each look, so that it can be ended and begun again at any time.
 */
final class DrainWait {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** After the deadline, the rules need a pass to act on it. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** So many looks in a row may fail: a gateway is restarted in that time. */
  private static final int FAILURES = 60;

  private static final int EVENTS = 50;

  /** Reasons of workers that are gone though nobody waited for the end of their work. */
  private static final Set<String> CUT_OFF = Set.of("drain-deadline", "deleted");

  private final ApiClient api;
  private final String worker;
  private final Pause pause;
  private final Consumer<String> progress;
  private String told = "";
  private @Nullable Instant asked;
  private @Nullable WorkerDetailJson last;

  /**
   * @param progress is told a line whenever something changed
   */
  DrainWait(ApiClient api, String worker, Pause pause, Consumer<String> progress) {
    this.api = api;
    this.worker = worker;
    this.pause = pause;
    this.progress = progress;
  }

  /**
   * Waits.
   *
   * @param longest at most so long; null for as long as the drain itself may last
   */
  DrainResult until(@Nullable Duration longest) throws CliException {
    Instant end = null;
    int failures = 0;
    while (true) {
      try {
        WorkerDetailJson seen = api.worker(worker);
        failures = 0;
        last = seen;
        DrainResult result = resultOf(seen);
        if (result != null) {
          return result;
        }
        tell(seen);
        end = end == null ? end(seen, longest) : end;
        if (seen.now().isAfter(end)) {
          return late(seen);
        }
      } catch (CliException e) {
        failures++;
        if (e.isNotFound()) {
          return gone(e);
        }
        if (!e.isPassing() || failures >= FAILURES) {
          throw e;
        }
        say("cannot look: " + e.getMessage());
      }
      pause();
    }
  }

  private void pause() throws CliException {
    try {
      pause.pause(new Semaphore(0), PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted; the drain goes on, and so does waiting if asked again");
    }
  }

  private static Instant end(WorkerDetailJson seen, @Nullable Duration longest) {
    WorkerDetailJson.DrainJson drain = seen.drain();
    Instant drained = drain == null ? seen.now() : drain.deadline();
    Instant wanted = longest == null ? drained : seen.now().plus(longest);
    return (wanted.isBefore(drained) ? wanted : drained).plus(GRACE);
  }

  /** What became of it; null while it drains. */
  private @Nullable DrainResult resultOf(WorkerDetailJson seen) throws CliException {
    if (seen.drain() != null) {
      asked = seen.drain().requestedAt();
    }
    return switch (seen.state()) {
      case "landed", "retired" -> left(seen.state(), seen.reason().code(), seen.reason().text());
      case "landing", "retiring" -> null;
      default -> back(seen);
    };
  }

  private DrainResult left(String state, String reason, String text) {
    boolean cutOff = CUT_OFF.contains(reason);
    return new DrainResult(
        worker,
        !cutOff,
        state,
        "'" + worker + "' has " + state + ": " + text,
        cutOff ? blockers() : List.of());
  }

  /** It is in service: it came back between two looks, or somebody ended the drain. */
  private DrainResult back(WorkerDetailJson seen) throws CliException {
    EventJson end = ending();
    if (end == null || end.to() == null) {
      return new DrainResult(
          worker,
          false,
          seen.state(),
          "'" + worker + "' does not drain: it is " + seen.state(),
          List.of());
    }
    DrainResult left = left(end.to(), end.reason().code(), end.reason().text());
    return new DrainResult(
        worker,
        left.done(),
        seen.state(),
        left.text() + "; it came back, and is " + seen.state(),
        left.blockers());
  }

  /** Its row is gone; the history outlives it. */
  private DrainResult gone(CliException notFound) throws CliException {
    if (last == null) {
      throw notFound;
    }
    EventJson end = ending();
    if (end == null || end.to() == null) {
      EventJson newest = api.events(worker, 1, null).events().getFirst();
      String text = "'" + worker + "' is gone without having ended its work: ";
      return new DrainResult(worker, false, null, text + newest.reason().text(), blockers());
    }
    DrainResult left = left(end.to(), end.reason().code(), end.reason().text());
    return new DrainResult(
        worker, left.done(), null, left.text() + "; its record is gone", left.blockers());
  }

  /** The event by which it left, after it was asked to; null if there is none. */
  private @Nullable EventJson ending() throws CliException {
    Instant since = asked;
    return api.events(worker, EVENTS, null).events().stream()
        .filter(event -> since != null && !event.at().isBefore(since))
        .filter(event -> "landed".equals(event.to()) || "retired".equals(event.to()))
        .filter(event -> !Objects.equals(event.from(), event.to()))
        .findFirst()
        .orElse(null);
  }

  private DrainResult late(WorkerDetailJson seen) {
    List<String> blockers = blockers();
    return new DrainResult(
        worker,
        false,
        seen.state(),
        "'"
            + worker
            + "' is still "
            + seen.state()
            + ", though the time is up: "
            + seen.assessment().reason().text()
            + ". The drain goes on; the same command goes on waiting",
        blockers);
  }

  private List<String> blockers() {
    WorkerDetailJson.DrainJson drain = last == null ? null : last.drain();
    return drain == null ? List.of() : drain.blockers();
  }

  private void tell(WorkerDetailJson seen) {
    WorkerDetailJson.HeartbeatJson heartbeat = seen.connectivity().lastHeartbeat();
    WorkerDetailJson.DrainJson drain = seen.drain();
    String count =
        heartbeat == null ? "an unknown number of" : Integer.toString(heartbeat.containers());
    String names =
        drain == null || drain.blockers().isEmpty()
            ? ""
            : " (" + String.join(", ", drain.blockers()) + ")";
    String containers = count.equals("1") ? " container left" : " containers left";
    String line = seen.state() + ": " + count + containers + names;
    String stamped =
        TimeText.at(seen.now())
            + "  "
            + line
            + (drain == null
                ? ""
                : "; cut off at " + TimeText.future(drain.deadline(), seen.now()));
    if (!line.equals(told)) {
      told = line;
      progress.accept(stamped);
    }
  }

  private void say(String line) {
    if (!line.equals(told)) {
      told = line;
      progress.accept(line);
    }
  }
}
