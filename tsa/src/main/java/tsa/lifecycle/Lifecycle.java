package tsa.lifecycle;

import java.time.Instant;

/**
 * The rules that decide what a worker is. {@link #decide} is total and pure: it answers for every
 * input, from its arguments alone (docs/decisions/0026-decisions-are-a-pure-function.md).
 */
public final class Lifecycle {
  private Lifecycle() {}

  /**
   * What is to be done about a worker.
   *
   * @param worker its record
   * @param evidence what else bears on it
   * @param policy the numbers of the rules
   * @param now the instant at which the record was read, on the database's clock
   */
  public static Decision decide(
      WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    return switch (evidence.request()) {
      case Request.Submitted submitted -> RequestRules.decide(worker, submitted, policy, now);
      case Request.None _ -> decideUnasked(worker, evidence, policy, now);
    };
  }

  private static Decision decideUnasked(
      WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING ->
          DrainRules.askedByAtc(worker, evidence.atc(), policy, now)
              .or(() -> ConnectivityRules.silent(worker, evidence, policy, now))
              .or(() -> HealthRules.failing(worker, evidence, policy, now))
              .orElseGet(() -> ConnectivityRules.fit(worker, policy, now));
      case STALLED ->
          DrainRules.askedByAtc(worker, evidence.atc(), policy, now)
              .orElseGet(() -> ConnectivityRules.stalled(worker, evidence, policy, now));
      case LANDING, RETIRING -> DrainRules.draining(worker, evidence, policy, now);
      case LANDED -> DrainRules.landed(worker, evidence, policy, now);
      case RETIRED -> DrainRules.retired(worker, policy, now);
    };
  }
}
