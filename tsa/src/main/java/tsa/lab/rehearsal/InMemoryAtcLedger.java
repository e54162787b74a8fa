package tsa.lab.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tsa.control.port.AtcLedger;
import tsa.lifecycle.AtcTold;
import tsa.worker.WorkerName;

/** What the ATC was told, in memory. Thread-safe. */
public final class InMemoryAtcLedger implements AtcLedger {
  private final Map<WorkerName, AtcTold> rows = new ConcurrentHashMap<>();

  @Override
  public List<AtcTold> all() {
    return List.copyOf(rows.values());
  }

  @Override
  public void save(AtcTold told) {
    rows.merge(told.name(), told, (before, now) -> isNewer(before, now) ? before : now);
  }

  @Override
  public void remove(WorkerName name) {
    rows.remove(name);
  }

  private static boolean isNewer(AtcTold one, AtcTold other) {
    return one.incarnation().isNewerThan(other.incarnation())
        || (one.incarnation().equals(other.incarnation()) && one.revision() > other.revision());
  }
}
