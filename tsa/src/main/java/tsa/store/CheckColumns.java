package tsa.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;

/**
 * The parts of a deep check's report in columns. A step or cause that this version does not know
 * reads as absent.
 */
final class CheckColumns {
  /** Longest detail kept, in characters: it is the worker's own text. */
  static final int MAX_DETAIL = 2000;

  private CheckColumns() {}

  /** A list of steps: {@code [{"step": word, "ms": n, "problem": {"step", "cause", "detail"}}]}. */
  static JSONB steps(List<CheckReport.Step> steps) {
    ArrayNode json = JsonColumns.array();
    for (CheckReport.Step step : steps) {
      ObjectNode each = json.addObject();
      each.put("step", step.step().word());
      each.put("ms", millis(step.duration()));
      CheckReport.Problem problem = step.problem();
      if (problem != null) {
        write(each.putObject("problem"), problem);
      }
    }
    return JsonColumns.column(json);
  }

  private static void write(ObjectNode json, CheckReport.Problem problem) {
    json.put("step", problem.step().word());
    json.put("cause", problem.cause().word());
    json.put("detail", detail(problem));
  }

  static List<CheckReport.Step> steps(JSONB column) {
    List<CheckReport.Step> steps = new ArrayList<>();
    for (JsonNode json : JsonColumns.read(column)) {
      step(json).ifPresent(steps::add);
    }
    return steps;
  }

  private static Optional<CheckReport.Step> step(JsonNode json) {
    JsonNode problem = json.path("problem");
    return CheckStep.ofWord(JsonColumns.textOrEmpty(json, "step"))
        .map(step ->
            new CheckReport.Step(
                step,
                Duration.ofMillis(JsonColumns.number(json, "ms")),
                problem(
                    JsonColumns.text(problem, "step"),
                    JsonColumns.text(problem, "cause"),
                    JsonColumns.text(problem, "detail"))));
  }

  /** The problem of these words; null if one of the first two is missing or not known. */
  static CheckReport.@Nullable Problem problem(
      @Nullable String step, @Nullable String cause, @Nullable String detail) {
    if (step == null || cause == null) {
      return null;
    }
    String words = detail == null ? "" : detail;
    return CheckStep.ofWord(step)
        .flatMap(at -> FailureCause.ofWord(cause).map(c -> new CheckReport.Problem(at, c, words)))
        .orElse(null);
  }

  /** The detail, storable and not too long. */
  static String detail(CheckReport.Problem problem) {
    return StorableText.shortened(problem.detail(), MAX_DETAIL);
  }

  /** Whole milliseconds that fit the column. */
  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 0, Integer.MAX_VALUE);
  }
}
