package tsa.control;

import org.jspecify.annotations.Nullable;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Registration;

/**
 * Whose a worker was when something happened to it. Its name may be another team's next.
 *
 * @param team null for a worker of all teams
 */
public record Owner(@Nullable String team) {

  /** Whose a worker is. */
  static Owner of(WorkerRecord worker) {
    return of(worker.registration());
  }

  /** Whose a registration is. */
  static Owner of(Registration registration) {
    return new Owner(registration.team());
  }
}
