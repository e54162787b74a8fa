package tsa.probe;

import java.time.Duration;
import java.util.List;
import tsa.worker.CheckHandle;

/** Destroys what a check left, container first. Never throws for what the worker does. */
final class Remover {
  private static final Duration REST = Duration.ofMillis(100);

  private final Garden garden;
  private final Baggageclaim baggageclaim;
  private final Abort abort;

  Remover(WorkerHttp http, Abort abort) {
    this.garden = new Garden(http);
    this.baggageclaim = new Baggageclaim(http, abort);
    this.abort = abort;
  }

  /** Destroys a container, and waits while somebody else does. */
  Removal container(CheckHandle handle, Deadline deadline) throws ProbeException {
    Removal removal = garden.destroy(handle, deadline);
    while (removal == Removal.UNDERWAY) {
      abort.rest(REST);
      removal = garden.destroy(handle, deadline);
    }
    return removal;
  }

  Removal volume(CheckHandle handle, Deadline deadline) throws ProbeException {
    return baggageclaim.destroy(handle, deadline);
  }

  /**
   * Destroys all there may be: first the containers, which stand on the volumes, then the volumes
   * in the given order. Each kind of object has its own share of the time, so that a hung server
   * does not keep the other from being cleaned. What could not be destroyed is told by {@link
   * Leavings#problem()}.
   *
   * @param family a copy before what it was copied of
   */
  void all(List<Leavings> family, Deadline deadline) {
    Duration share = deadline.left().dividedBy(3);
    Deadline forPromises = deadline.orSooner(share);
    family.forEach(each -> promise(each, forPromises));
    Deadline forContainers = deadline.orSooner(share);
    family.forEach(each -> container(each, forContainers));
    family.forEach(each -> volume(each, deadline));
  }

  private void promise(Leavings leavings, Deadline deadline) {
    if (!leavings.promised()) {
      return;
    }
    try {
      if (baggageclaim.forget(leavings.handle(), deadline) && leavings.volume().mayBeThere()) {
        // What is called off is destroyed by the worker as soon as it appears
        // (docs/protocol/worker-apis.md#asynchronous-creation).
        leavings.volume(Leavings.Trace.ANSWERED);
      }
      leavings.promised(false);
    } catch (ProbeException e) {
      leavings.problem("volume in the making", e);
    }
  }

  private void container(Leavings leavings, Deadline deadline) {
    if (!leavings.container().mayBeThere()) {
      return;
    }
    try {
      leavings.container(leavings.container().after(container(leavings.handle(), deadline)));
    } catch (ProbeException e) {
      leavings.problem("container", e);
    }
  }

  private void volume(Leavings leavings, Deadline deadline) {
    if (!leavings.volume().mayBeThere()) {
      return;
    }
    try {
      leavings.volume(leavings.volume().after(volume(leavings.handle(), deadline)));
    } catch (ProbeException e) {
      leavings.problem("volume", e);
    }
  }
}
