package tsa.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.Registration;

/**
 * A registration that is not admitted yet.
 *
 * @param registration what the worker says of itself
 * @param machine which machine it is
 * @param incarnation the number of the registration
 * @param heartbeatReceived whether a heartbeat of it was good
 * @param heartbeatProblem why the last heartbeat was not, in words; empty if there was none yet
 * @param check the latest deep check through this registration; null if there was none
 * @param checkAge how long ago that ended, by the ticker of its gateway; zero if there was none
 */
public record Candidate(
    Registration registration,
    Machine machine,
    Incarnation incarnation,
    boolean heartbeatReceived,
    String heartbeatProblem,
    @Nullable CheckReport check,
    Duration checkAge) {
  /** The latest deep check, if it is recent enough to say something. */
  @Nullable CheckReport recentCheck(Policy policy) {
    return checkAge.compareTo(policy.health().freshness()) < 0 ? check : null;
  }
}
