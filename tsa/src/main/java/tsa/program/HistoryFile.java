package tsa.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.lab.rehearsal.Recording;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Verdict;
import tsa.wire.CheckJson;
import tsa.wire.CheckListJson;
import tsa.wire.CheckProblemJson;
import tsa.wire.EventJson;
import tsa.wire.EventListJson;
import tsa.wire.ReasonJson;
import tsa.wire.WireJson;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Reads what {@code tsa events --json} and the checks of the API print. */
final class HistoryFile {
  /** Some ten thousand events have 5 MB. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private static final UUID NO_GATEWAY = new UUID(0, 0);

  private HistoryFile() {}

  /**
   * Reads files of events and of checks, in any order.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static Recording read(List<Path> files) {
    List<History.StoredEvent> events = new ArrayList<>();
    List<History.StoredCheck> checks = new ArrayList<>();
    for (Path file : files) {
      try {
        read(text(file), events, checks);
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException("there is no file " + file, e);
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
      } catch (JacksonException e) {
        throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }
    return new Recording(events, checks);
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IllegalArgumentException("larger than " + MOST_BYTES + " bytes");
    }
    return Files.readString(file);
  }

  private static void read(
      String json, List<History.StoredEvent> events, List<History.StoredCheck> checks) {
    switch (WireJson.read(json, Document.class).kind()) {
      case "events" ->
          WireJson.read(json, EventListJson.class)
              .events()
              .forEach(event -> event(event).ifPresent(events::add));
      case "checks" ->
          WireJson.read(json, CheckListJson.class)
              .checks()
              .forEach(check -> check(check).ifPresent(checks::add));
      default ->
          throw new IllegalArgumentException(
              "neither what 'tsa events --json' prints nor a list of checks");
    }
  }

  /** Tells one sort of file from the other. */
  record Document(@Nullable List<Object> events, @Nullable List<Object> checks) {
    String kind() {
      return events != null ? "events" : checks != null ? "checks" : "";
    }
  }

  /** An event; empty for one of a kind that this version does not know. */
  private static Optional<History.StoredEvent> event(EventJson json) {
    return Event.Kind.ofWord(json.kind())
        .map(kind -> new History.StoredEvent(json.id(), json.at(), event(json, kind)));
  }

  private static Event event(EventJson json, Event.Kind kind) {
    Long incarnation = json.incarnation();
    return new Event(
        new WorkerName(json.worker()),
        kind,
        state(json.from()),
        state(json.to()),
        reason(json.reason()),
        json.actor(),
        incarnation == null ? null : new Incarnation(incarnation),
        NO_GATEWAY);
  }

  private static @Nullable WorkerState state(@Nullable String word) {
    return word == null
        ? null
        : WorkerState.ofWord(word)
            .orElseThrow(() -> new IllegalArgumentException("no state '" + word + "'"));
  }

  private static Reason reason(ReasonJson json) {
    Optional<ReasonCode> known = ReasonCode.ofId(json.code());
    if (known.isEmpty()) {
      return Reason.of(ReasonCode.UNKNOWN, "text", json.text());
    }
    Map<String, String> details = new LinkedHashMap<>();
    known
        .get()
        .details()
        .forEach(
            name -> details.put(name, Objects.requireNonNullElse(json.details().get(name), "?")));
    return new Reason(known.get(), details);
  }

  /** A check; empty for one without a time, or with a verdict that this version does not know. */
  private static Optional<History.StoredCheck> check(CheckJson json) {
    Optional<Verdict> verdict = Verdict.ofWord(json.verdict());
    if (verdict.isEmpty() || json.at() == null) {
      return Optional.empty();
    }
    CheckReport report =
        new CheckReport(
            verdict.get(), problem(json.problem()), Duration.ofMillis(json.ms()), List.of());
    return Optional.of(
        new History.StoredCheck(
            Objects.requireNonNullElse(json.id(), 0L),
            new WorkerName(json.worker()),
            new Incarnation(Math.max(1, Objects.requireNonNullElse(json.incarnation(), 1L))),
            NO_GATEWAY,
            History.CheckKind.PERIODIC,
            json.at(),
            report,
            null));
  }

  private static CheckReport.@Nullable Problem problem(@Nullable CheckProblemJson json) {
    if (json == null) {
      return null;
    }
    CheckStep step = CheckStep.ofWord(json.step()).orElse(null);
    FailureCause cause = FailureCause.ofWord(json.cause()).orElse(null);
    return step == null || cause == null
        ? null
        : new CheckReport.Problem(step, cause, json.detail());
  }
}
