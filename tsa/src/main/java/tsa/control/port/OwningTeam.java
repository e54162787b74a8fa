package tsa.control.port;

import org.jspecify.annotations.Nullable;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Registration;

/**
 * Whose a worker was when something happened to it. Its name may be another team's next.
 *
 * @param team null for a worker of all teams
 */
public record OwningTeam(@Nullable String team) {

  /** Whose a worker is. */
  public static OwningTeam of(WorkerRecord worker) {
    return of(worker.registration());
  }

  /** Whose a registration is. */
  public static OwningTeam of(Registration registration) {
    return new OwningTeam(registration.team());
  }
}
