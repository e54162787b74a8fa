package tsa.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.WorkerRecord;

/**
 * Who asks.
 *
 * @param name for the history: a user, or the worker that speaks for itself
 * @param team the team whose workers the caller may act on; null for all workers
 */
public record Caller(String name, @Nullable String team) {
  /** Whether the caller may act on that worker; decided on the stored worker alone (B10). */
  public boolean mayActOn(WorkerRecord worker) {
    return team == null || Objects.equals(team, worker.registration().team());
  }
}
