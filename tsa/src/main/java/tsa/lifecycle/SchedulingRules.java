package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerState;

/**
 * Which running and stalled workers the ATC is to send builds to. Pure; made anew for each look at
 * the fleet.
 */
public final class SchedulingRules {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final EvaluationStatus evaluation;
  private final Policy policy;
  private final Instant now;
  private final List<WorkerRecord> able = new ArrayList<>();
  private int running;
  private int ill;

  /** What the ATC is to know of a worker that is neither draining nor gone, and why. */
  public record Scheduling(boolean scheduled, Reason reason) {}

  /** Looks at the workers of all gateways. */
  public SchedulingRules(
      Collection<WorkerRecord> workers, EvaluationStatus evaluation, Policy policy, Instant now) {
    this.evaluation = evaluation;
    this.policy = policy;
    this.now = now;
    workers.stream().filter(worker -> worker.state() == WorkerState.RUNNING).forEach(this::add);
  }

  private void add(WorkerRecord worker) {
    running++;
    boolean seemsIll = SchedulingSign.soft(worker, evaluation, policy, now).isPresent();
    ill += seemsIll ? 1 : 0;
    if (!seemsIll && SchedulingSign.firm(worker).isEmpty()) {
      able.add(worker);
    }
  }

  /** Whether builds are to be sent to a worker; empty if it drains or is gone. */
  public Optional<Scheduling> of(WorkerRecord worker) {
    return isPresent(worker) ? Optional.of(ofPresent(worker)) : Optional.empty();
  }

  private static boolean isPresent(WorkerRecord worker) {
    return worker.state() == WorkerState.RUNNING || worker.state() == WorkerState.STALLED;
  }

  private Scheduling ofPresent(WorkerRecord worker) {
    Optional<Reason> firm = SchedulingSign.firm(worker);
    if (firm.isPresent()) {
      return new Scheduling(false, firm.get());
    }
    Optional<Reason> soft = SchedulingSign.soft(worker, evaluation, policy, now);
    if (soft.isEmpty()) {
      return new Scheduling(true, Reason.of(ReasonCode.SCHEDULED));
    }
    if (brakeHolds()) {
      return new Scheduling(
          true, Reason.of(ReasonCode.HELD_SCHEDULING_BRAKE, "ill", ill, "running", running));
    }
    return able.stream().anyMatch(other -> covers(other.registration(), worker.registration()))
        ? new Scheduling(false, soft.get())
        : new Scheduling(true, Reason.of(ReasonCode.HELD_LAST_SCHEDULED));
  }

  /**
   * Whether it is out of reach for so long that the ATC has found out by itself, or another gateway
   * holds it by now, which this one cannot see: nothing more is said of it.
   */
  public boolean isLongGone(WorkerRecord worker) {
    return isPresent(worker)
        && worker.address() == null
        && !worker.lastSeen().plus(LONG).isAfter(now);
  }

  /** When so many look ill at once, the cause is likely not in the workers. */
  public boolean brakeHolds() {
    return ill >= policy.brake().workers() && ill * 100 / running >= policy.brake().percent();
  }

  /**
   * Whether one worker can take every step that another can: the same platform, a team that may use
   * it, the same tags or none asked for, and all its resource types.
   */
  private static boolean covers(Registration other, Registration worker) {
    return other.platform().equals(worker.platform())
        && (other.team() == null || Objects.equals(other.team(), worker.team()))
        && (worker.tags().isEmpty()
            ? other.tags().isEmpty()
            : new HashSet<>(other.tags()).containsAll(worker.tags()))
        && types(other).containsAll(types(worker));
  }

  private static Set<String> types(Registration registration) {
    Set<String> types = new HashSet<>();
    registration.resourceTypes().stream().map(ResourceType::type).forEach(types::add);
    return types;
  }
}
