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
final class ResidueSweep {
  private static final int AT_ONCE = 100;

  private final CheckJournal journal;
  private final GardenClient garden;
  private final BaggageclaimClient baggageclaim;
  private final Remover remover;
  private boolean clean = true;

  ResidueSweep(CheckContext context) {
    WorkerHttpClient http = context.http(context.cancellation());
    this.journal = context.journal();
    this.garden = new GardenClient(http);
    this.baggageclaim = new BaggageclaimClient(http, context.cancellation());
    this.remover = new Remover(http, context.cancellation());
  }

  /**
   * Does what can be done by the deadline; the rest is for the next sweep. Throws what the store
   * throws.
   *
   * @return whether nothing is left for the next one
   */
  boolean run(CallDeadline deadline) {
    List<CheckHandle> overdue =
        journal.overdue(AT_ONCE).stream()
            .filter(handle -> HandleList.isWellFormed(handle.value()))
            .toList();
    for (List<CheckHandle> family : CheckHandles.of(overdue)) {
      if (deadline.passed()) {
        return false;
      }
      destroy(family, deadline).forEach(each -> journal.end(each.handle(), each.problem()));
    }
    for (List<CheckHandle> family : CheckHandles.of(ownerless(deadline))) {
      if (deadline.passed()) {
        return false;
      }
      // Not written down, so there is nothing to strike or to note.
      clean &= destroy(family, deadline).stream().allMatch(CheckResources::nothing);
    }
    return clean && journal.isEmpty();
  }

  private List<CheckResources> destroy(List<CheckHandle> family, CallDeadline deadline) {
    List<CheckResources> resources = family.stream().map(CheckResources::old).toList();
    remover.all(resources, deadline);
    return resources;
  }

  /**
   * What bears our prefix and is not written down. The journal is read after the lists: a handle is
   * written down before anything is made under it, so whatever a running check has made by then is
   * found in it.
   */
  private List<CheckHandle> ownerless(CallDeadline deadline) {
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
