package tsa.control;

import java.util.UUID;
import java.util.random.RandomGenerator;
import tsa.lifecycle.Policy;

/**
 * What the control loop is built of.
 *
 * @param me this process
 * @param random for jitter; thread-safe
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
    Gateways.Gateway me) {
  /** The id of this process. */
  UUID gateway() {
    return me.id();
  }
}
