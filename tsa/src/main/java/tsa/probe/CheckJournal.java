package tsa.probe;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Prober;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.worker.CheckHandle;

/** The residue journal as one gateway keeps it for one worker. Thread-safe. */
final class CheckJournal {
  private static final Logger log = LoggerFactory.getLogger(CheckJournal.class);

  private final ResidueJournal journal;
  private final UUID gateway;
  private final Prober.ProbeTarget target;

  CheckJournal(ResidueJournal journal, UUID gateway, Prober.ProbeTarget target) {
    this.journal = journal;
    this.gateway = gateway;
    this.target = target;
  }

  /**
   * Writes a handle down before anything is made under it.
   *
   * @throws StoreException if that failed: then nothing may be made
   */
  void begin(CheckHandle handle, Duration destroyAfter) {
    journal.journal(handle, target.name(), target.incarnation(), gateway, destroyAfter);
  }

  /**
   * Strikes a handle off, or notes why something of it may be left. If the store fails, the handle
   * stays written down and is looked after later.
   *
   * @param problem why something may be left; empty if nothing is
   */
  void end(CheckHandle handle, String problem) {
    try {
      if (problem.isEmpty()) {
        journal.strike(handle);
      } else {
        journal.tried(handle, problem);
      }
    } catch (StoreException e) {
      log.atWarn()
          .addKeyValue("worker", target.name())
          .addKeyValue("handle", handle)
          .setCause(e)
          .log("the end of a check could not be written down");
    }
  }

  /** Whether nothing is written down for the worker; throws what the store throws. */
  boolean isEmpty() {
    return overdue(1).isEmpty() && inUse(1).isEmpty();
  }

  /** Handles of the worker that may be destroyed by now; throws what the store throws. */
  List<CheckHandle> overdue(int limit) {
    return journal.overdue(target.name(), limit);
  }

  /** Handles of the worker that a check may be using; throws what the store throws. */
  List<CheckHandle> inUse(int limit) {
    return journal.inUse(target.name(), limit);
  }
}
