package tsa.control;

import java.util.UUID;
import java.util.random.RandomGenerator;
import tsa.lifecycle.Policy;

/**
 * What the control loop is built of.
 *
 * @param me this process
 * @param random for jitter; thread-safe
 * @param meters counts what happens
 * @param checksAtOnce the most deep checks that may be under way at once, at least 1
 * @param delay of this process
 */
public record Parts(
    WorkerStore store,
    History history,
    Prober prober,
    Policy policy,
    Ticker ticker,
    Lane.Lanes lanes,
    RandomGenerator random,
    Gateways gateways,
    Gateways.Gateway me,
    Meters meters,
    int checksAtOnce,
    SchedulingDelay delay) {
  private static final int CHECKS_AT_ONCE = 64;

  /** On virtual time, with nobody who counts. */
  public Parts(
      WorkerStore store,
      History history,
      Prober prober,
      Policy policy,
      Ticker ticker,
      Lane.Lanes lanes,
      RandomGenerator random,
      Gateways gateways,
      Gateways.Gateway me) {
    this(
        store,
        history,
        prober,
        policy,
        ticker,
        lanes,
        random,
        gateways,
        me,
        Meters.NONE,
        CHECKS_AT_ONCE,
        SchedulingDelay.NONE);
  }

  /** The id of this process. */
  UUID gateway() {
    return me.id();
  }
}
