package tsa.probe;

import static tsa.lifecycle.CheckStep.CREATE_VOLUME;
import static tsa.lifecycle.CheckStep.DESTROY_VOLUME;
import static tsa.lifecycle.CheckStep.PING;
import static tsa.lifecycle.CheckStep.RUN;
import static tsa.lifecycle.FailureCause.BAD_ANSWER;
import static tsa.lifecycle.FailureCause.CANCELLED;
import static tsa.lifecycle.FailureCause.CLOSED;
import static tsa.lifecycle.FailureCause.DISK;
import static tsa.lifecycle.FailureCause.ERROR_ANSWER;
import static tsa.lifecycle.FailureCause.FULL;
import static tsa.lifecycle.FailureCause.NOT_CONNECTED;
import static tsa.lifecycle.FailureCause.NOT_EXECUTED;
import static tsa.lifecycle.FailureCause.READ_ONLY;
import static tsa.lifecycle.FailureCause.RUNTIME_DOWN;
import static tsa.lifecycle.FailureCause.SWEPT;
import static tsa.lifecycle.FailureCause.TIMED_OUT;
import static tsa.lifecycle.Verdict.FAILING;
import static tsa.lifecycle.Verdict.INCONCLUSIVE;
import static tsa.lifecycle.Verdict.SATURATED;
import static tsa.lifecycle.Verdict.UNREACHABLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tsa.control.Tunnel;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/**
 * What a finding says of a worker: the one table (worker sheet §7.1, §11; DESIGN §4.11). The first
 * row that fits counts. Messages are never matched as a whole, only by their stable fragments.
 */
final class Classification {
  private static final Set<CheckStep> ANY = EnumSet.allOf(CheckStep.class);
  private static final Set<CheckStep> VOLUME_STEPS = EnumSet.of(CREATE_VOLUME, DESTROY_VOLUME);

  private static final List<Row> TABLE =
      List.of(
          // Our own doing.
          row(ANY, none(CANCELLED), INCONCLUSIVE, CANCELLED),

          // No answer. Unless the server still answers something, that is a matter of reach.
          row(ANY, none(NOT_CONNECTED), UNREACHABLE, NOT_CONNECTED),
          row(EnumSet.of(PING), none(CLOSED), UNREACHABLE, CLOSED),
          row(ANY, silentSince(CLOSED), UNREACHABLE, CLOSED),
          row(ANY, silentSince(TIMED_OUT), UNREACHABLE, TIMED_OUT),
          row(EnumSet.of(RUN), none(TIMED_OUT), FAILING, NOT_EXECUTED),
          row(ANY, none(TIMED_OUT), FAILING, TIMED_OUT),
          row(ANY, none(CLOSED), FAILING, CLOSED),
          row(ANY, none(BAD_ANSWER), FAILING, BAD_ANSWER),

          // Seen in answers that are in order.
          row(ANY, seen(FULL), SATURATED, FULL),
          row(ANY, seen(SWEPT), INCONCLUSIVE, SWEPT),
          row(ANY, seen(NOT_EXECUTED), FAILING, NOT_EXECUTED),

          // Refused: gone is not ill, full is not ill.
          row(ANY, refusal(Finding.Refusal::gone), INCONCLUSIVE, SWEPT),
          row(ANY, says("max containers reached"), SATURATED, FULL),
          row(ANY, says("insufficient subnets"), SATURATED, FULL),
          row(ANY, says("no IP addresses available"), SATURATED, FULL),

          // Refused: a handle is not fresh, which is our fault; nothing of the worker is shown.
          row(ANY, says("already exists"), INCONCLUSIVE, ERROR_ANSWER),
          row(ANY, says("already in use"), INCONCLUSIVE, ERROR_ANSWER),

          // Refused: the disk.
          row(ANY, says("read-only file system"), FAILING, READ_ONLY),
          row(ANY, says("no space left on device"), FAILING, DISK),
          row(ANY, says("input/output error"), FAILING, DISK),
          row(VOLUME_STEPS, status(500, 599), FAILING, DISK),

          // Refused: the runtime behind Garden.
          row(EnumSet.of(PING), status(500, 599), FAILING, RUNTIME_DOWN),
          row(ANY, says("connection error"), FAILING, RUNTIME_DOWN),
          row(ANY, says("code = Unavailable"), FAILING, RUNTIME_DOWN),
          row(ANY, says("deadline exceeded"), FAILING, RUNTIME_DOWN),
          row(ANY, says("DeadlineExceeded"), FAILING, RUNTIME_DOWN),
          row(EnumSet.of(RUN), status(500, 599), FAILING, NOT_EXECUTED),

          // Refused in another way. A 4xx says that we asked wrongly, a 3xx that this is no worker.
          row(ANY, status(500, 599), FAILING, ERROR_ANSWER),
          row(ANY, status(400, 499), INCONCLUSIVE, ERROR_ANSWER),
          row(ANY, status(200, 999), FAILING, BAD_ANSWER));

  private Classification() {}

  /** What a finding says. */
  record Judgement(Verdict verdict, FailureCause cause) {}

  private record Sight(Finding finding, boolean answersSince) {}

  private record Row(Set<CheckStep> steps, Predicate<Sight> when, Judgement then) {}

  /**
   * The judgement on a step that did not do what it should.
   *
   * @param answersSince whether the server answered a light call right after it, through the same
   *     tunnel; asked for only where {@link #needsSecondLook}
   */
  static Judgement of(CheckStep step, Finding finding, boolean answersSince) {
    Sight sight = new Sight(finding, answersSince);
    return TABLE.stream()
        .filter(row -> row.steps().contains(step) && row.when().test(sight))
        .findFirst()
        .map(Row::then)
        .orElseGet(() -> new Judgement(INCONCLUSIVE, ERROR_ANSWER));
  }

  /** Whether a light call has to show if the server is still there at all. */
  static boolean needsSecondLook(CheckStep step, Finding finding) {
    return !of(step, finding, true).equals(of(step, finding, false));
  }

  /** Why a list of a beat did not come. */
  static FailureCause ofList(Tunnel.Server server, Finding finding) {
    CheckStep step =
        switch (server) {
          case GARDEN -> CheckStep.CAPACITY;
          case BAGGAGECLAIM -> CREATE_VOLUME;
        };
    return of(step, finding, true).cause();
  }

  private static Row row(
      Set<CheckStep> steps, Predicate<Sight> when, Verdict verdict, FailureCause cause) {
    return new Row(steps, when, new Judgement(verdict, cause));
  }

  private static Predicate<Sight> none(FailureCause cause) {
    return sight -> sight.finding() instanceof Finding.NoAnswer none && none.cause() == cause;
  }

  private static Predicate<Sight> silentSince(FailureCause cause) {
    return none(cause).and(sight -> !sight.answersSince());
  }

  private static Predicate<Sight> seen(FailureCause cause) {
    return sight -> sight.finding() instanceof Finding.Seen seen && seen.cause() == cause;
  }

  private static Predicate<Sight> refusal(Predicate<Finding.Refusal> when) {
    return sight -> sight.finding() instanceof Finding.Refusal refusal && when.test(refusal);
  }

  private static Predicate<Sight> says(String fragment) {
    return refusal(refusal -> refusal.status() >= 500 && refusal.says(fragment));
  }

  private static Predicate<Sight> status(int from, int to) {
    return refusal(refusal -> refusal.status() >= from && refusal.status() <= to);
  }
}
