package tsa.control;

import java.util.List;
import tsa.control.port.AtcUnavailableException;
import tsa.control.port.StoreException;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;

/**
 * Port: what workers report to hold, about every 30 s each ({@code report-containers}, {@code
 * report-volumes}). Methods may block within a limit and throw {@link StoreException}. Thread-safe.
 */
@FunctionalInterface
public interface WorkerReports {
  /**
   * Takes a report. One about a worker that is not known, or that the caller may not act on, has no
   * effect: it must not touch another team's worker (B10).
   *
   * @throws AtcUnavailableException if the ATC did not take it
   * @param handles all that the worker holds of that kind, as it wrote them: of any form, with
   *     those of deep checks among them; at most 256 KiB in all
   */
  void report(WorkerName worker, Caller caller, ObjectKind kind, List<String> handles);

  /**
   * What of a worker's objects the ATC wants destroyed, none of ours among it. Empty without an
   * ATC, and for a worker that is not known or that the caller may not act on.
   *
   * @throws AtcUnavailableException if the ATC does not say
   */
  default List<String> destroying(WorkerName worker, Caller caller, ObjectKind kind) {
    return List.of();
  }
}
