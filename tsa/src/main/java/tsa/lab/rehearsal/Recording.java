package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import tsa.control.port.History;
import tsa.worker.WorkerName;

/**
 * A history that was exported from a real database, to be replayed under other numbers. A history
 * tells what was decided, and of deep checks what was found; it does not tell all that happened:
 * see {@link #gaps}.
 *
 * @param events of one or more workers, in any order
 * @param checks the deep checks of some of them, in any order; may be empty
 */
public record Recording(List<History.StoredEvent> events, List<History.StoredCheck> checks) {
  /** Before the first thing recorded, so that health evaluation is active in the replay by then. */
  private static final Duration LEAD = Duration.ofMinutes(5);

  /** After the last one, so that its consequences are seen. */
  private static final Duration TAIL = Duration.ofMinutes(10);

  /**
   * Sorts by time.
   *
   * @throws IllegalArgumentException if there are no events
   */
  public Recording {
    events =
        events.stream()
            .sorted(
                Comparator.comparing(History.StoredEvent::at)
                    .thenComparingLong(History.StoredEvent::id))
            .toList();
    checks = checks.stream().sorted(Comparator.comparing(History.StoredCheck::endedAt)).toList();
    if (events.isEmpty()) {
      throw new IllegalArgumentException("there is no event in it");
    }
  }

  private TreeSet<WorkerName> names() {
    TreeSet<WorkerName> names = new TreeSet<>();
    events.forEach(written -> names.add(written.event().worker()));
    return names;
  }

  /**
   * The scenario that comes nearest to it, with one gateway.
   *
   * @param others how many healthy workers the fleet had besides
   * @throws IllegalArgumentException if it is longer or larger than a scenario may be
   */
  public Scenario scenario(int others) {
    List<Scenario.Group> groups = new ArrayList<>();
    List<Scenario.ScenarioStep> steps = new ArrayList<>();
    for (WorkerName name : names()) {
      RecordedWorker worker = worker(name);
      groups.add(new Scenario.Group(name.value(), 1, worker.isEphemeral(), 0));
      steps.addAll(worker.steps());
    }
    for (int i = 1; i <= others; i++) {
      groups.add(new Scenario.Group("(other-" + i + ")", 1, false, 0));
    }
    return new Scenario(start(), Duration.between(start(), end()), 1, 1, groups, steps);
  }

  private RecordedWorker worker(WorkerName name) {
    return new RecordedWorker(name.value(), eventsOf(name), checksOf(name), start(), end());
  }

  private Instant start() {
    return instants().min(Comparator.naturalOrder()).orElseThrow().minus(LEAD);
  }

  private Instant end() {
    return instants().max(Comparator.naturalOrder()).orElseThrow().plus(TAIL);
  }

  private Stream<Instant> instants() {
    return Stream.concat(
        events.stream().map(History.StoredEvent::at),
        checks.stream().map(History.StoredCheck::endedAt));
  }

  private List<History.StoredEvent> eventsOf(WorkerName name) {
    return events.stream().filter(written -> written.event().worker().equals(name)).toList();
  }

  private List<History.StoredCheck> checksOf(WorkerName name) {
    return checks.stream().filter(check -> check.worker().equals(name)).toList();
  }

  /** What it cannot tell, and so is not replayed, in words for the operator. */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    List<String> guessed =
        names().stream().filter(name -> worker(name).isGuessed()).map(WorkerName::value).toList();
    if (!guessed.isEmpty()) {
      gaps.add(
          "the failed checks of "
              + String.join(", ", guessed)
              + ": not all given, so they are guessed from its retirements");
    }
    gaps.add("silences that stalled nobody and broke no connection");
    gaps.add("workers whose history was not given, but for --others: brake, freeze and rate");
    gaps.add("troubles of the TSA itself: its database, its clock, pauses, several gateways");
    gaps.add("containers, but for those that a drain waited for");
    return gaps;
  }
}
