package tsa.lifecycle;

import java.util.Locale;
import tsa.worker.WorkerState;

/**
 * Whether a worker is fit to run builds, in one word, and why. The only place where that word comes
 * from: REST and {@code worker-health} of the gateway both use it. Immutable.
 *
 * @param status the word
 * @param reason why; the same that the history and {@code tsa why} have
 */
public record WorkerHealth(HealthStatus status, Reason reason) {
  /** What may be done with a worker. Only {@link #UNFIT} is a ground for replacing it. */
  public enum HealthStatus {
    /** Running, within reach, and its deep checks are as they should be. */
    FIT,
    /**
     * Its deep checks fail, but the rules do not act on it: not yet often or long enough, or so
     * many fail at once that the cause is likely elsewhere.
     */
    SUSPECT,
    /** The rules found it broken, and it is still there: it is being retired. */
    UNFIT,
    /**
     * It was retired as broken and is gone, its process ended as a failure. Whatever stands in its
     * place waits until its quarantine is over and a deep check passes, so nothing is known against
     * it: whoever replaces it for this word replaces fresh machines for ever.
     */
    QUARANTINED,
    /** Landing, landed, retiring or retired because somebody asked for it. */
    OUT_OF_SERVICE,
    /**
     * Cannot be told: it is out of reach, or health evaluation is suspended. No ground for
     * anything.
     */
    UNKNOWN,
    /** There is no such worker: it never joined, waits to be admitted, or was forgotten. */
    ABSENT;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether it is fit. */
  public boolean isFit() {
    return status == HealthStatus.FIT;
  }

  /**
   * The health of a worker. Pure.
   *
   * @param decision what the rules make of it now, unasked
   */
  public static WorkerHealth of(WorkerRecord worker, Decision decision) {
    return switch (worker.state()) {
      case RUNNING -> new WorkerHealth(running(decision), decision.reason());
      case STALLED -> new WorkerHealth(HealthStatus.UNKNOWN, decision.reason());
      case RETIRING, RETIRED ->
          worker.retiredForHealth()
              ? new WorkerHealth(retired(worker), broken(worker))
              : new WorkerHealth(HealthStatus.OUT_OF_SERVICE, decision.reason());
      case LANDING, LANDED -> new WorkerHealth(HealthStatus.OUT_OF_SERVICE, decision.reason());
    };
  }

  /** The record is that of the broken machine; while no gateway holds that one, it is gone. */
  private static HealthStatus retired(WorkerRecord worker) {
    boolean there = worker.state() == WorkerState.RETIRING && worker.gateway() != null;
    return there ? HealthStatus.UNFIT : HealthStatus.QUARANTINED;
  }

  private static HealthStatus running(Decision decision) {
    return switch (decision) {
      case Decision.Keep keep -> kept(keep.reason().code());
      case Decision.Move move ->
          move.cause() == TransitionCause.CHECKS_FAILED ? HealthStatus.UNFIT : HealthStatus.UNKNOWN;
      case Decision.Forget _, Decision.Mark _, Decision.Refuse _ -> HealthStatus.UNKNOWN;
    };
  }

  /** Suspended health evaluation, and a fleet out of reach, say nothing about the worker. */
  private static HealthStatus kept(ReasonCode code) {
    return switch (code) {
      case FIT -> HealthStatus.FIT;
      case FAILING, HELD_FLEET_BRAKE, HELD_RETIRE_RATE, HELD_LAST_HEALTHY, WOULD_RETIRE ->
          HealthStatus.SUSPECT;
      default -> HealthStatus.UNKNOWN;
    };
  }

  private static Reason broken(WorkerRecord worker) {
    String why = worker.drain() == null ? "see its history" : worker.drain().why();
    return Reason.of(ReasonCode.RETIRED_BROKEN, "why", why);
  }

  /** Of a name that no record has. */
  public static WorkerHealth absent() {
    return new WorkerHealth(HealthStatus.ABSENT, Reason.of(ReasonCode.NOT_KNOWN));
  }

  /** When nothing can be told, for example because the store does not answer. */
  public static WorkerHealth unknown(String problem) {
    return new WorkerHealth(
        HealthStatus.UNKNOWN, Reason.of(ReasonCode.INTERNAL_TROUBLE, "problem", problem));
  }
}
