package tsa.probe;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tsa.control.port.ResidueJournal;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** A journal with something in front of its first method. */
abstract class ForwardingJournal implements ResidueJournal {
  private final ResidueJournal journal;

  ForwardingJournal(ResidueJournal journal) {
    this.journal = journal;
  }

  abstract void beforeJournal();

  @Override
  public void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter) {
    beforeJournal();
    journal.journal(handle, worker, incarnation, gateway, destroyAfter);
  }

  @Override
  public void strike(CheckHandle handle) {
    journal.strike(handle);
  }

  @Override
  public void tried(CheckHandle handle, String problem) {
    journal.tried(handle, problem);
  }

  @Override
  public List<CheckHandle> overdue(WorkerName worker, int limit) {
    return journal.overdue(worker, limit);
  }

  @Override
  public List<CheckHandle> inUse(WorkerName worker, int limit) {
    return journal.inUse(worker, limit);
  }

  @Override
  public int size() {
    return journal.size();
  }
}
