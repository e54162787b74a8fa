package tsa.control;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tsa.control.port.AtcUnavailableException;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.AtcWord;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Reason;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;

/** What the control loop does about an ATC. Thread-safe. */
interface AtcReconciliation {
  /** Begins. */
  void start();

  /**
   * Reads what was told, before decisions rest on it.
   *
   * @throws StoreException if the store cannot answer
   */
  void read();

  /** What the ATC last said of a worker. */
  AtcWord word(WorkerRecord worker);

  /**
   * Compares what the ATC knows with what it is to know, and has the difference told soon.
   *
   * @param snapshot the workers of all gateways
   * @param evaluation whether this gateway could hear them
   * @param mine those that this gateway speaks for
   */
  void review(
      WorkerStore.Snapshot snapshot, EvaluationStatus evaluation, Predicate<WorkerRecord> mine);

  /** Whether builds are to be sent to a worker, and why; empty if it drains or is gone. */
  Optional<Reason> scheduling(WorkerRecord worker);

  /** A worker sent a good heartbeat. */
  void heartbeat(WorkerName name);

  /** Whether the session of a worker that has ended may end. */
  boolean mayEnd(WorkerRecord worker);

  /** Whether there is an ATC. */
  boolean isThere();

  /**
   * Tells it what a worker holds.
   *
   * @throws AtcUnavailableException if it did not take that
   */
  void report(WorkerName worker, ObjectKind kind, List<String> handles);

  /**
   * What it wants destroyed on a worker.
   *
   * @throws AtcUnavailableException if it does not say
   */
  List<String> destroying(WorkerName worker, ObjectKind kind);

  /** Without an ATC. */
  AtcReconciliation NONE =
      new AtcReconciliation() {
        @Override
        public void start() {}

        @Override
        public void read() {}

        @Override
        public AtcWord word(WorkerRecord worker) {
          return new AtcWord.NoAtc();
        }

        @Override
        public void review(
            WorkerStore.Snapshot snapshot,
            EvaluationStatus evaluation,
            Predicate<WorkerRecord> mine) {}

        @Override
        public Optional<Reason> scheduling(WorkerRecord worker) {
          return Optional.empty();
        }

        @Override
        public void heartbeat(WorkerName name) {}

        @Override
        public boolean mayEnd(WorkerRecord worker) {
          return true;
        }

        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public void report(WorkerName worker, ObjectKind kind, List<String> handles) {}

        @Override
        public List<String> destroying(WorkerName worker, ObjectKind kind) {
          return List.of();
        }
      };
}
