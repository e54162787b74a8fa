package tsa.control;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.StoreException;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * Counts the deep checks of one session in its worker's record. What cannot be stored is kept for
 * later: else a worker that recovered while the store was away would be evaluated by its old
 * failures. Runs in the lane of its session.
 */
final class CheckCounter {
  private static final Logger log = LoggerFactory.getLogger(CheckCounter.class);

  /** More says nothing more: three failures, or one good check, decide. */
  private static final int KEPT = 10;

  private final ControlDependencies dependencies;
  private final ChangeGate gate;
  private final WorkerName name;
  private final Runnable wake;
  private final Deque<CheckReport> waiting = new ArrayDeque<>();

  /** Whether the check before failed: that it passes now is news. */
  private boolean failed;

  CheckCounter(ControlDependencies dependencies, ChangeGate gate, WorkerName name, Runnable wake) {
    this.dependencies = dependencies;
    this.gate = gate;
    this.name = name;
    this.wake = wake;
  }

  void add(CheckReport report, Incarnation incarnation) {
    waiting.add(report);
    if (waiting.size() > KEPT) {
      waiting.removeFirst();
    }
    count(incarnation);
  }

  /** Counts what waits; also called when the store is known to answer again. */
  void count(Incarnation incarnation) {
    try {
      while (!waiting.isEmpty()) {
        CheckReport report = waiting.getFirst();
        boolean counted = SessionEvents.recordCheck(dependencies, gate, name, incarnation, report);
        waiting.removeFirst();
        boolean fails = report.verdict() == Verdict.FAILING;
        if (counted && (fails || (failed && report.verdict().isPassed()))) {
          wake.run();
        }
        failed = fails || (failed && !report.verdict().isPassed());
      }
    } catch (StoreException e) {
      if (e.refused()) {
        waiting.clear();
      }
      log.atWarn().addKeyValue("worker", name).setCause(e).log("deep check not counted yet");
    }
  }
}
