package tsa.control;

import java.util.UUID;
import java.util.random.RandomGenerator;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.Lane;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Prober;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Policy;

/**
 * What the control loop is built of.
 *
 * @param me this process
 * @param random for jitter; thread-safe
 * @param metrics counts what happens
 * @param checksAtOnce the most deep checks that may be under way at once, at least 1
 * @param delay of this process
 */
public record ControlDependencies(
    WorkerStore store,
    History history,
    Prober prober,
    Policy policy,
    Ticker ticker,
    Lane.Lanes lanes,
    RandomGenerator random,
    Gateways gateways,
    Gateways.Gateway me,
    MetricsRecorder metrics,
    int checksAtOnce,
    SchedulingDelay delay) {
  private static final int CHECKS_AT_ONCE = 64;

  /** On virtual time, with nobody who counts. */
  public ControlDependencies(
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
        MetricsRecorder.NONE,
        CHECKS_AT_ONCE,
        SchedulingDelay.NONE);
  }

  /** The id of this process. */
  UUID gateway() {
    return me.id();
  }

  /** The events that this process writes. */
  Events events() {
    return new Events(gateway());
  }
}
