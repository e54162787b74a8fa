package tsa.api.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Reason;
import tsa.wire.CheckJson;
import tsa.wire.CheckProblemJson;
import tsa.wire.CheckStepJson;
import tsa.wire.CheckSummaryJson;
import tsa.wire.EventJson;
import tsa.wire.ReasonJson;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Small parts of records as JSON. */
public final class JsonViews {
  private JsonViews() {}

  public static ReasonJson reason(Reason reason) {
    return new ReasonJson(reason.code().id(), reason.sentence(), reason.details());
  }

  static @Nullable CheckProblemJson problem(CheckReport.@Nullable Problem problem) {
    return problem == null
        ? null
        : new CheckProblemJson(problem.step().word(), problem.cause().word(), problem.detail());
  }

  static @Nullable CheckSummaryJson summary(CheckRecord.@Nullable Last last) {
    return last == null
        ? null
        : new CheckSummaryJson(last.at(), last.verdict().word(), problem(last.problem()));
  }

  /** A check as it was written down. */
  public static CheckJson check(History.StoredCheck check) {
    CheckReport report = check.report();
    return new CheckJson(
        check.id(),
        check.endedAt(),
        check.worker().value(),
        kind(check.kind()),
        report.verdict().word(),
        problem(report.problem()),
        report.duration().toMillis(),
        steps(report),
        check.incarnation().number(),
        check.gateway().toString());
  }

  /** A check that was just made, and that is not written down yet. */
  public static CheckJson asked(WorkerName worker, CheckReport report) {
    return new CheckJson(
        null,
        null,
        worker.value(),
        kind(History.CheckKind.ASKED),
        report.verdict().word(),
        problem(report.problem()),
        report.duration().toMillis(),
        steps(report),
        null,
        null);
  }

  private static String kind(History.CheckKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<CheckStepJson> steps(CheckReport report) {
    return report.steps().stream()
        .map(step ->
            new CheckStepJson(
                step.step().word(), step.duration().toMillis(), problem(step.problem())))
        .toList();
  }

  public static EventJson event(History.StoredEvent written) {
    Event event = written.event();
    return new EventJson(
        written.id(),
        written.at(),
        event.worker().value(),
        event.kind().word(),
        word(event.from()),
        word(event.to()),
        reason(event.reason()),
        event.actor(),
        event.incarnation() == null ? null : event.incarnation().number(),
        event.gateway().toString());
  }

  private static @Nullable String word(@Nullable WorkerState state) {
    return state == null ? null : state.word();
  }
}
