package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.lab.rehearsal.Scenario.Incident;
import tsa.lab.rehearsal.Scenario.ScenarioStep;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.Verdict;
import tsa.worker.GoDuration;

/**
 * What was recorded of one worker, as steps that come nearest to what must have happened to it. Not
 * thread-safe.
 */
final class RecordedWorker {
  /** A check shows how the worker was since the one before it; of the first, for so long. */
  private static final Duration BEFORE_FIRST = Duration.ofMinutes(1);

  /** Two steps that follow each other must not meet: the end of one would undo the other. */
  private static final Duration APART = Duration.ofMillis(1);

  private final String name;
  private final List<History.StoredEvent> events;
  private final List<History.StoredCheck> checks;
  private final Instant start;
  private final Instant end;
  private final List<ScenarioStep> steps = new ArrayList<>();
  private @Nullable Instant awaySince;
  private @Nullable Instant drainsSince;
  private boolean broken;
  private long newest;

  /**
   * @param events its own, oldest first
   * @param checks its own, oldest first
   */
  RecordedWorker(
      String name,
      List<History.StoredEvent> events,
      List<History.StoredCheck> checks,
      Instant start,
      Instant end) {
    this.name = name;
    this.events = events;
    this.checks = checks;
    this.start = start;
    this.end = end;
  }

  /** Whether it was known to be ephemeral: only its end tells. */
  boolean isEphemeral() {
    return events.stream()
        .anyMatch(written -> written.event().reason().code() == ReasonCode.EPHEMERAL_GONE);
  }

  /** What happened to it. */
  List<ScenarioStep> steps() {
    steps.clear();
    broken = false;
    newest = 0;
    awaySince = bornLater() ? start : null;
    for (int i = 0; i < events.size(); i++) {
      follow(events.get(i), i == 0);
    }
    back(end);
    guessedFailures();
    verdicts();
    return List.copyOf(steps);
  }

  private boolean bornLater() {
    return !events.isEmpty()
        && events.getFirst().event().kind() == Event.Kind.STATE
        && events.getFirst().event().from() == null;
  }

  private void follow(History.StoredEvent written, boolean first) {
    Event event = written.event();
    Instant at = written.at();
    long incarnation = event.incarnation() == null ? newest : event.incarnation().number();
    switch (event.reason().code()) {
      case JOINED, JOINED_UNPROVEN -> joined(at, first);
      case RECONNECTED, REACHED -> back(at);
      case UNREACHABLE -> away(at.minus(silence(event)));
      case CONNECTION_LOST, WORKER_LEFT -> {
        if (incarnation >= newest) {
          away(at);
        }
      }
      case CHECKS_FAILED -> {
        drainsSince = at;
        broken = true;
      }
      case DRAINED -> drained(at, 1);
      case DRAIN_DEADLINE -> drained(at, containers(event));
      default -> asked(event).ifPresent(what -> ask(at, what));
    }
    newest = Math.max(newest, incarnation);
  }

  /** After a retirement as broken its supervisor started it again, as it does in the replay. */
  private void joined(Instant at, boolean first) {
    back(at);
    if (!first && !broken) {
      steps.add(ScenarioStep.of(since(at), null, Incident.RESTART, name));
    }
    broken = false;
  }

  private void away(Instant at) {
    if (awaySince == null) {
      awaySince = at;
    }
  }

  private void back(Instant at) {
    if (awaySince != null && awaySince.isBefore(at)) {
      span(awaySince, at, Incident.OFFLINE, null, 0);
    }
    awaySince = null;
  }

  private static Duration silence(Event event) {
    return read(event, "silence").orElse(Duration.ZERO);
  }

  private static Optional<Duration> read(Event event, String detail) {
    try {
      return Optional.ofNullable(event.reason().details().get(detail)).map(GoDuration::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int containers(Event event) {
    try {
      String count = event.reason().details().getOrDefault("containers", "1");
      return Math.max(1, Integer.parseInt(count));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** What a drain waited for was there from its beginning on. */
  private void drained(Instant at, int containers) {
    if (drainsSince != null && drainsSince.isBefore(at)) {
      span(drainsSince, at, Incident.CONTAINERS, null, containers);
    }
    drainsSince = null;
  }

  private static Optional<Request.Action> asked(Event event) {
    return switch (event.reason().code()) {
      case LAND_REQUESTED -> Optional.of(Request.Action.LAND);
      case RETIRE_REQUESTED -> Optional.of(Request.Action.RETIRE);
      case DELETED -> Optional.of(Request.Action.DELETE);
      case PRUNED -> Optional.of(Request.Action.PRUNE);
      case CORDONED -> Optional.of(Request.Action.CORDON);
      case UNCORDONED -> Optional.of(Request.Action.UNCORDON);
      default -> Optional.empty();
    };
  }

  private void ask(Instant at, Request.Action what) {
    if (what == Request.Action.LAND || what == Request.Action.RETIRE) {
      drainsSince = at;
    }
    steps.add(
        new ScenarioStep(
            since(at), null, Incident.ASK, List.of(name), what, 0, Duration.ZERO, null));
  }

  /** Equal findings that follow each other are one illness; the last one goes on. */
  private void verdicts() {
    Instant from = checked().minus(BEFORE_FIRST);
    for (int i = 0; i < checks.size(); i++) {
      CheckReport report = checks.get(i).report();
      boolean last = i + 1 == checks.size();
      if (last || !sameIllness(report, checks.get(i + 1).report())) {
        Instant until = last ? end : checks.get(i).endedAt();
        ill(report, from, until);
        from = until;
      }
    }
  }

  private void ill(CheckReport report, Instant from, Instant until) {
    illness(report.verdict()).ifPresent(what -> span(from, until, what, report.problem(), 0));
  }

  private static boolean sameIllness(CheckReport one, CheckReport other) {
    return illness(one.verdict()).equals(illness(other.verdict()))
        && Objects.equals(one.problem(), other.problem());
  }

  private static Optional<Incident> illness(Verdict verdict) {
    return switch (verdict) {
      case FAILING -> Optional.of(Incident.FAILING);
      case SATURATED -> Optional.of(Incident.SATURATED);
      case INCONCLUSIVE -> Optional.of(Incident.INCONCLUSIVE);
      case DEGRADED -> Optional.of(Incident.DEGRADED);
      case HEALTHY, UNREACHABLE -> Optional.empty();
    };
  }

  /** From when on its checks are known; the end if none is. */
  private Instant checked() {
    return checks.isEmpty() ? end : checks.getFirst().endedAt();
  }

  /** Whether it was retired for failures that no check given tells of. */
  boolean isGuessed() {
    return events.stream().anyMatch(this::isUnchecked);
  }

  private boolean isUnchecked(History.StoredEvent written) {
    return written.event().reason().code() == ReasonCode.CHECKS_FAILED
        && written.at().isBefore(checked());
  }

  /** Without its checks, a retirement is all that tells of failures. */
  private void guessedFailures() {
    for (int i = 0; i < events.size(); i++) {
      Instant at = events.get(i).at();
      if (isUnchecked(events.get(i))) {
        Duration failing = read(events.get(i).event(), "time").orElse(Duration.ZERO);
        span(at.minus(failing).minus(BEFORE_FIRST), wellAgain(i), Incident.FAILING, null, 0);
      }
    }
  }

  private Instant wellAgain(int after) {
    Instant joined = nextJoin(after);
    Instant known = checked().minus(BEFORE_FIRST);
    return joined.isBefore(known) ? joined : known;
  }

  private Instant nextJoin(int after) {
    return events.stream()
        .skip(after)
        .filter(written -> isJoin(written.event().reason().code()))
        .map(History.StoredEvent::at)
        .findFirst()
        .orElse(end);
  }

  private static boolean isJoin(ReasonCode code) {
    return code == ReasonCode.JOINED || code == ReasonCode.JOINED_UNPROVEN;
  }

  private void span(
      Instant from,
      Instant until,
      Incident what,
      CheckReport.@Nullable Problem problem,
      int containers) {
    Duration at = since(from);
    Duration length = since(until).minus(at).minus(APART);
    if (length.isPositive()) {
      steps.add(
          new ScenarioStep(
              at, length, what, List.of(name), null, containers, Duration.ZERO, problem));
    }
  }

  private Duration since(Instant at) {
    Duration since = Duration.between(start, at);
    return since.isNegative() ? Duration.ZERO : since;
  }
}
