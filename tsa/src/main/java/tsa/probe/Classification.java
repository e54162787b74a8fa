package tsa.probe;

import static tsa.lifecycle.CheckStep.CHILD_VOLUME;
import static tsa.lifecycle.CheckStep.CREATE_VOLUME;
import static tsa.lifecycle.CheckStep.DESTROY_VOLUME;
import static tsa.lifecycle.CheckStep.PING;
import static tsa.lifecycle.CheckStep.RUN;
import static tsa.lifecycle.CheckStep.STREAM_IN;
import static tsa.lifecycle.FailureCause.BAD_ANSWER;
import static tsa.lifecycle.FailureCause.CANCELLED;
import static tsa.lifecycle.FailureCause.CLOSED;
import static tsa.lifecycle.FailureCause.DISK;
import static tsa.lifecycle.FailureCause.ERROR_ANSWER;
import static tsa.lifecycle.FailureCause.FULL;
import static tsa.lifecycle.FailureCause.GATEWAY_DELAYED;
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
import java.util.stream.Collectors;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/**
 * What a finding says of a worker: the one table
 * (docs/protocol/worker-apis.md#faults-and-how-they-look;
 * docs/decisions/0030-full-gone-and-unreachable-are-not-ill.md). The first row that fits counts.
 * Messages are never matched as a whole, only by their stable fragments.
 */
final class Classification {
  private static final Set<CheckStep> ANY = EnumSet.allOf(CheckStep.class);
  private static final Set<CheckStep> VOLUME_STEPS =
      EnumSet.of(CREATE_VOLUME, STREAM_IN, CHILD_VOLUME, DESTROY_VOLUME);

  private static final List<ClassificationRow> TABLE =
      List.of(
          // Our own doing.
          row(ANY, none(CANCELLED), INCONCLUSIVE, CANCELLED),
          row(ANY, none(GATEWAY_DELAYED), INCONCLUSIVE, GATEWAY_DELAYED),

          // No answer. Unless the server still answers something, that is a connectivity problem.
          row(ANY, none(NOT_CONNECTED), UNREACHABLE, NOT_CONNECTED),
          row(EnumSet.of(PING), none(CLOSED), UNREACHABLE, CLOSED),
          row(ANY, silentSince(CLOSED), UNREACHABLE, CLOSED),
          row(ANY, silentSince(TIMED_OUT), UNREACHABLE, TIMED_OUT),
          row(EnumSet.of(RUN), none(TIMED_OUT), FAILING, NOT_EXECUTED),
          row(ANY, none(TIMED_OUT), FAILING, TIMED_OUT),
          row(ANY, none(CLOSED), FAILING, CLOSED),
          row(ANY, none(BAD_ANSWER), FAILING, BAD_ANSWER),

          // Seen in answers that are in order.
          row(ANY, seen(FULL, "the list is as long as the limit, or nearly"), SATURATED, FULL),
          row(ANY, seen(SWEPT, "an object of ours is gone"), INCONCLUSIVE, SWEPT),
          row(ANY, seen(NOT_EXECUTED, "the process did not run"), FAILING, NOT_EXECUTED),

          // Refused: gone is not ill, full is not ill.
          row(ANY, gone(), INCONCLUSIVE, SWEPT),
          row(ANY, says("max containers reached"), SATURATED, FULL),
          row(ANY, says("insufficient subnets"), SATURATED, FULL),
          row(ANY, says("no IP addresses available"), SATURATED, FULL),

          // Refused: a handle is not fresh, which is our fault; nothing of the worker is shown.
          row(ANY, says("already exists"), INCONCLUSIVE, ERROR_ANSWER),
          row(ANY, says("already in use"), INCONCLUSIVE, ERROR_ANSWER),

          // Refused: the disk. Unpacking fails with a 400 whatever the reason
          // (docs/protocol/worker-apis.md#disk-troubles).
          row(ANY, says("read-only file system"), FAILING, READ_ONLY),
          row(ANY, says("no space left on device"), FAILING, DISK),
          row(ANY, says("input/output error"), FAILING, DISK),
          row(VOLUME_STEPS, status(500, 599), FAILING, DISK),
          row(EnumSet.of(STREAM_IN), status(400, 400), FAILING, DISK),

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
  record Classified(Verdict verdict, FailureCause cause) {}

  private record Observed(Finding finding, boolean answersSince) {}

  /** What may be met, and how to say that to a person. */
  private record Sign(String words, Predicate<Observed> met) {}

  private record ClassificationRow(Set<CheckStep> steps, Sign sign, Classified then) {}

  /**
   * The assessment on a step that did not do what it should.
   *
   * @param answersSince whether the server answered a light call right after it, through the same
   *     tunnel; asked for only where {@link #needsSecondLook}
   */
  static Classified of(CheckStep step, Finding finding, boolean answersSince) {
    Observed observed = new Observed(finding, answersSince);
    return TABLE.stream()
        .filter(row -> row.steps().contains(step) && row.sign().met().test(observed))
        .findFirst()
        .map(ClassificationRow::then)
        .orElseGet(() -> new Classified(INCONCLUSIVE, ERROR_ANSWER));
  }

  /** Whether a light call has to show if the server is still there at all. */
  static boolean needsSecondLook(CheckStep step, Finding finding) {
    return !of(step, finding, true).equals(of(step, finding, false));
  }

  /** Why a list of a heartbeat did not come. */
  static FailureCause ofList(Tunnel.Server server, Finding finding) {
    CheckStep step =
        switch (server) {
          case GARDEN -> CheckStep.CAPACITY;
          case BAGGAGECLAIM -> CREATE_VOLUME;
        };
    return of(step, finding, true).cause();
  }

  /** The table in Markdown, for docs/deep-checks.md. */
  static String print() {
    StringBuilder table = new StringBuilder("| at | what came back | verdict | cause |\n");
    table.append("|---|---|---|---|\n");
    for (ClassificationRow row : TABLE) {
      table.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  steps(row.steps()),
                  row.sign().words(),
                  row.then().verdict().word(),
                  row.then().cause().word()));
    }
    return table.toString();
  }

  private static String steps(Set<CheckStep> steps) {
    return steps.equals(ANY)
        ? "any step"
        : steps.stream().map(CheckStep::word).collect(Collectors.joining(", "));
  }

  private static ClassificationRow row(
      Set<CheckStep> steps, Sign sign, Verdict verdict, FailureCause cause) {
    return new ClassificationRow(steps, sign, new Classified(verdict, cause));
  }

  private static Sign none(FailureCause cause) {
    return new Sign("no answer: " + cause.word(), observed -> isNone(observed.finding(), cause));
  }

  private static Sign silentSince(FailureCause cause) {
    return new Sign(
        "no answer: " + cause.word() + "; nor does the server answer a light call right after",
        observed -> isNone(observed.finding(), cause) && !observed.answersSince());
  }

  private static boolean isNone(Finding finding, FailureCause cause) {
    return finding instanceof Finding.NoAnswer none && none.cause() == cause;
  }

  private static Sign seen(FailureCause cause, String words) {
    return new Sign(
        words,
        observed ->
            observed.finding() instanceof Finding.FailureSeen seen && seen.cause() == cause);
  }

  private static Sign gone() {
    return refusal("an error that says that our object is not there", Finding.ErrorAnswer::gone);
  }

  private static Sign says(String fragment) {
    return refusal(
        "a 5xx that says `" + fragment + "`",
        refusal -> refusal.status() >= 500 && refusal.says(fragment));
  }

  private static Sign status(int from, int to) {
    return refusal(
        from == to ? "status " + from : "any other status from " + from + " to " + to,
        refusal -> refusal.status() >= from && refusal.status() <= to);
  }

  private static Sign refusal(String words, Predicate<Finding.ErrorAnswer> when) {
    return new Sign(
        words,
        observed ->
            observed.finding() instanceof Finding.ErrorAnswer refusal && when.test(refusal));
  }
}
