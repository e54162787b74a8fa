package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tsa.control.port.ResidueJournal;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The journal of checks that make nothing. */
enum NoResidue implements ResidueJournal {
  INSTANCE;

  @Override
  public void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter) {
    throw new UnsupportedOperationException("rehearsed checks make nothing");
  }

  @Override
  public void strike(CheckHandle handle) {}

  @Override
  public void tried(CheckHandle handle, String problem) {}

  @Override
  public List<CheckHandle> overdue(WorkerName worker, int limit) {
    return List.of();
  }

  @Override
  public List<CheckHandle> inUse(WorkerName worker, int limit) {
    return List.of();
  }

  @Override
  public int size() {
    return 0;
  }
}
