package tsa.cli.text;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.wire.CheckJson;
import tsa.wire.CheckProblemJson;
import tsa.wire.CheckStepJson;

/** A deep check in words. */
public final class CheckText {
  private CheckText() {}

  /** Its steps, a row each. */
  public static Table steps(CheckJson check, String indent, int width) {
    Table table = new Table(width);
    for (CheckStepJson step : check.steps()) {
      CheckProblemJson problem = step.problem();
      String result = problem == null ? "ok" : outcome(check.verdict()) + ": " + cause(problem);
      table.row(List.of(indent + step.step(), TimeText.millis(step.ms()), result));
    }
    return table;
  }

  /** Only what counts against the worker is a failure of it. */
  private static String outcome(String verdict) {
    return verdict.equals("failing") ? "failed" : "not done";
  }

  /** Cause and what the worker said. */
  public static String cause(CheckProblemJson problem) {
    return problem.detail().isEmpty()
        ? problem.cause()
        : problem.cause() + " (" + problem.detail() + ")";
  }

  /** A verdict with the step and the cause behind it. */
  static String verdict(String verdict, @Nullable CheckProblemJson problem) {
    return problem == null ? verdict : verdict + " at " + problem.step() + ": " + cause(problem);
  }

  /** A verdict with the step and the cause behind it, where what the worker said is shown above. */
  public static String shortVerdict(CheckJson check) {
    CheckProblemJson problem = check.problem();
    boolean shown = check.steps().stream().anyMatch(step -> step.problem() != null);
    return problem != null && shown
        ? check.verdict() + " at " + problem.step() + ": " + problem.cause()
        : verdict(check.verdict(), problem);
  }

  /** What is wrong and where to look; empty if nothing is, or for a cause not known here. */
  public static List<String> advice(@Nullable CheckProblemJson problem) {
    return Optional.ofNullable(problem)
        .flatMap(known -> CauseText.of(known.cause()))
        .map(line ->
            List.of(line.cause() + " means: " + line.meaning(), "where to look: " + line.look()))
        .orElse(List.of());
  }

  /** What a verdict means. */
  public static String meaning(String verdict) {
    return switch (verdict) {
      case "healthy" -> "every step was done in time";
      case "degraded" -> "every step was done, but slowly";
      case "failing" -> "a step failed on the worker's own account; it counts against the worker";
      case "saturated" -> "the worker is full; its ability was not tested to the end";
      case "inconclusive" -> "the check was disturbed or cut short; it says nothing";
      case "unreachable" ->
          "the worker could not be reached; a connectivity problem, not one of its health";
      default -> "a verdict this program does not know";
    };
  }

  /** Whether the worker showed that it can work, or at least that it is not broken. */
  public static boolean isGood(String verdict) {
    return verdict.equals("healthy") || verdict.equals("degraded") || verdict.equals("saturated");
  }
}
