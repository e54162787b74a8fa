package tsa.control;

import java.util.List;
import tsa.control.port.StoreException;
import tsa.worker.WorkerName;

/**
 * Port: what workers report to hold, about every 30 s each ({@code report-containers}, {@code
 * report-volumes}). Methods may block within a limit and throw {@link StoreException}. Thread-safe.
 */
@FunctionalInterface
public interface WorkerReports {
  /** What is reported. */
  enum ReportKind {
    CONTAINERS,
    VOLUMES
  }

  /**
   * Takes a report. One about a worker that is not known, or that the caller may not act on, has no
   * effect: it must not touch another team's worker (B10).
   *
   * @param handles all that the worker holds of that kind, as it wrote them: of any form, with
   *     those of deep checks among them; at most 256 KiB in all
   */
  void report(WorkerName worker, Caller caller, ReportKind kind, List<String> handles);
}
