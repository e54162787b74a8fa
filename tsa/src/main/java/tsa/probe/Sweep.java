package tsa.probe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tsa.worker.CheckHandle;

/**
 * Destroys what earlier checks left on a worker: what the journal says is overdue, and what bears
 * our prefix and belongs to nobody. Used once, by one thread.
 */
final class Sweep {
  private static final int AT_ONCE = 100;

  private final CheckJournal journal;
  private final Garden garden;
  private final Baggageclaim baggageclaim;
  private final Remover remover;
  private boolean clean = true;

  Sweep(CheckContext context) {
    WorkerHttp http = context.http(context.abort());
    this.journal = context.journal();
    this.garden = new Garden(http);
    this.baggageclaim = new Baggageclaim(http, context.abort());
    this.remover = new Remover(http, context.abort());
  }

  /**
   * Does what can be done by the deadline; the rest is for the next sweep. Throws what the store
   * throws.
   *
   * @return whether nothing is left for the next one
   */
  boolean run(Deadline deadline) {
    List<CheckHandle> overdue =
        journal.overdue(AT_ONCE).stream()
            .filter(handle -> Handles.isWellFormed(handle.value()))
            .toList();
    for (List<CheckHandle> family : Family.of(overdue)) {
      if (deadline.passed()) {
        return false;
      }
      destroy(family, deadline).forEach(each -> journal.end(each.handle(), each.problem()));
    }
    for (List<CheckHandle> family : Family.of(ownerless(deadline))) {
      if (deadline.passed()) {
        return false;
      }
      // Not written down, so there is nothing to strike or to note.
      clean &= destroy(family, deadline).stream().allMatch(Leavings::nothing);
    }
    return clean && journal.isEmpty();
  }

  private List<Leavings> destroy(List<CheckHandle> family, Deadline deadline) {
    List<Leavings> leavings = family.stream().map(Leavings::old).toList();
    remover.all(leavings, deadline);
    return leavings;
  }

  /**
   * What bears our prefix and is not written down. The journal is read after the lists: a handle is
   * written down before anything is made under it, so whatever a running check has made by then is
   * found in it.
   */
  private List<CheckHandle> ownerless(Deadline deadline) {
    Set<CheckHandle> there = new LinkedHashSet<>();
    try {
      there.addAll(garden.containers(deadline).found());
    } catch (ProbeException e) {
      clean = false; // the other server's list is worth having all the same
    }
    try {
      there.addAll(baggageclaim.volumes(deadline).found());
    } catch (ProbeException e) {
      clean = false; // the next sweep asks again
    }
    if (there.isEmpty()) {
      return List.of();
    }
    List<CheckHandle> inUse = journal.inUse(AT_ONCE);
    List<CheckHandle> overdue = journal.overdue(AT_ONCE);
    if (inUse.size() >= AT_ONCE || overdue.size() >= AT_ONCE) {
      clean = false; // the journal may know more than it told
      return List.of();
    }
    there.removeAll(Set.copyOf(inUse));
    there.removeAll(Set.copyOf(overdue));
    return new ArrayList<>(there).subList(0, Math.min(AT_ONCE, there.size()));
  }
}
