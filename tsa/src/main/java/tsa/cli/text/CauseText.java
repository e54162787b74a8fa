package tsa.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the causes of a deep check mean to the person who is to do something about them. */
final class CauseText {
  /**
   * One cause.
   *
   * @param cause its word in JSON
   * @param meaning what is wrong
   * @param look where to look, or what to do
   */
  record CauseLine(String cause, String meaning, String look) {}

  private static final List<CauseLine> LINES = lines();

  private CauseText() {}

  private static List<CauseLine> lines() {
    List<CauseLine> lines = new ArrayList<>();
    lines.add(
        new CauseLine(
            "not-connected",
            "the tunnel could not open a connection",
            "is the worker's process alive, and the network between?"));
    lines.add(
        new CauseLine(
            "closed",
            "the server, or the tunnel, ended the connection before it had answered",
            "the worker's log: has its Garden or Baggageclaim just stopped?"));
    lines.add(
        new CauseLine(
            "timed-out",
            "no answer within the limit of the step",
            "at ping: the worker's process and network; at a volume: its disk hangs (dmesg, load,"
                + " processes in state D); at a container: its runtime"));
    lines.add(
        new CauseLine(
            "runtime-down",
            "Garden answers, but the runtime behind it does not",
            "is containerd alive on the worker? Restart the worker's process"));
    lines.add(
        new CauseLine(
            "error-answer",
            "an error of no better known kind",
            "what it says, in the worker's log"));
    lines.add(
        new CauseLine(
            "bad-answer",
            "an answer that is not Garden's or Baggageclaim's",
            "does something else listen on the worker's ports 7777 and 7788?"));
    lines.add(
        new CauseLine(
            "read-only",
            "the disk cannot be written to",
            "dmesg on the worker: a file system goes read-only after an error. Replace it"));
    lines.add(
        new CauseLine(
            "disk",
            "a volume cannot be made, written, copied or destroyed",
            "df -h, df -i and dmesg on the worker; Baggageclaim tells the reason in its log only"));
    lines.add(
        new CauseLine(
            "full",
            "no container or network is left; full is not ill",
            "nothing, or add workers; the limit is --containerd-max-containers"));
    lines.add(
        new CauseLine(
            "swept",
            "an object of the check was gone before the check destroyed it: a sweep or a tick of"
                + " garbage collection",
            "nothing; the next check tells more"));
    lines.add(
        new CauseLine(
            "not-executed",
            "the container was made, but nothing runs in it",
            "runc and the shims on the worker; restart the worker's process"));
    lines.add(
        new CauseLine(
            "slow",
            "all was done, but took more than half of the time a check has",
            "load and disk of the worker"));
    lines.add(
        new CauseLine(
            "gateway-delayed",
            "not in time, but the gateway itself ran late meanwhile: it says nothing of the worker",
            "the gateway: processor, memory, tsa_scheduling_delay_seconds_total"));
    lines.add(new CauseLine("cancelled", "the check was cut short by the gateway", "nothing"));
    return List.copyOf(lines);
  }

  static Optional<CauseLine> of(String cause) {
    return LINES.stream().filter(line -> line.cause().equals(cause)).findFirst();
  }

  /** All causes in Markdown, for docs/deep-checks.md. */
  static String print() {
    StringBuilder table =
        new StringBuilder("| cause | what is wrong | where to look |\n|---|---|---|\n");
    LINES.forEach(line ->
        table.append("| %s | %s | %s |\n".formatted(line.cause(), line.meaning(), line.look())));
    return table.toString();
  }
}
