package tsa.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One deep check, as it went.
 *
 * @param verdict what it found
 * @param problem the step and cause behind a verdict other than healthy
 * @param duration how long it took in all, clean-up included
 * @param steps the steps that were begun, in their order
 */
public record CheckReport(
    Verdict verdict, @Nullable Problem problem, Duration duration, List<Step> steps) {
  /** Copies the list. */
  public CheckReport {
    steps = List.copyOf(steps);
  }

  /**
   * What went wrong.
   *
   * @param step where
   * @param cause why, typed
   * @param detail what the worker said, shortened; for a person, never to be parsed
   */
  public record Problem(CheckStep step, FailureCause cause, String detail) {}

  /**
   * One step.
   *
   * @param step which
   * @param duration how long it took
   * @param problem null if it was done
   */
  public record Step(CheckStep step, Duration duration, @Nullable Problem problem) {}

  /** The check in a few words: its verdict, and step and cause where there is a problem. */
  public String words() {
    return Optional.ofNullable(problem)
        .map(p -> verdict.word() + " at " + p.step().word() + ": " + p.cause().word())
        .orElse(verdict.word());
  }
}
