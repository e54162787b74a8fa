package tsa.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a worker's deep checks: enough to evaluate it, and it outlives a restart of
 * the TSA.
 *
 * @param failures completed failures in a row
 * @param failingSince when the first of them ended; null if there are none
 * @param last the latest check; null if there was none
 */
public record CheckRecord(int failures, @Nullable Instant failingSince, @Nullable Last last) {
  /** Nothing checked yet. */
  public static final CheckRecord NONE = new CheckRecord(0, null, null);

  /**
   * The latest check.
   *
   * @param at when it ended, on the database's clock
   * @param verdict what it found
   * @param problem what went wrong; null if nothing did
   */
  public record Last(Instant at, Verdict verdict, CheckReport.@Nullable Problem problem) {
    /** The check in a few words. */
    public String words() {
      return problem == null
          ? verdict.word()
          : verdict.word() + " at " + problem.step().word() + ": " + problem.cause().word();
    }
  }

  /**
   * The record after one more check. A failure adds to the row of failures, a check that was made
   * to its end without one ends it. A check that says nothing, also one of a full worker, changes
   * neither: it would hide failures on a worker that is full now and then
   * (docs/decisions/0030-full-gone-and-unreachable-are-not-ill.md).
   */
  public CheckRecord after(CheckReport report, Instant at) {
    Last next = new Last(at, report.verdict(), report.problem());
    if (report.verdict() == Verdict.FAILING) {
      return new CheckRecord(failures + 1, failingSince == null ? at : failingSince, next);
    }
    return report.verdict().isPassed()
        ? new CheckRecord(0, null, next)
        : new CheckRecord(failures, failingSince, next);
  }

  /** The latest check in a few words. */
  public String words() {
    return last == null ? "none yet" : last.words();
  }
}
