package tsa.probe;

import java.time.Duration;
import java.util.List;
import tsa.worker.CheckHandle;

/** Destroys what a check left, container first. Never throws for what the worker does. */
final class Remover {
  private static final Duration REST = Duration.ofMillis(100);

  private final GardenClient garden;
  private final BaggageclaimClient baggageclaim;
  private final Cancellation cancellation;

  Remover(WorkerHttpClient http, Cancellation cancellation) {
    this.garden = new GardenClient(http);
    this.baggageclaim = new BaggageclaimClient(http, cancellation);
    this.cancellation = cancellation;
  }

  /** Destroys a container, and waits while somebody else does. */
  Removal container(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    Removal removal = garden.destroy(handle, deadline);
    while (removal == Removal.UNDERWAY) {
      cancellation.rest(REST);
      removal = garden.destroy(handle, deadline);
    }
    return removal;
  }

  Removal volume(CheckHandle handle, CallDeadline deadline) throws ProbeException {
    return baggageclaim.destroy(handle, deadline);
  }

  /**
   * Destroys all there may be: first the containers, which stand on the volumes, then the volumes
   * in the given order. Each kind of object has its own share of the time, so that a hung server
   * does not keep the other from being cleaned. What could not be destroyed is told by {@link
   * CheckResources#problem()}.
   *
   * @param family a copy before what it was copied of
   */
  void all(List<CheckResources> family, CallDeadline deadline) {
    Duration share = deadline.left().dividedBy(3);
    CallDeadline forPromises = deadline.orSooner(share);
    family.forEach(each -> promise(each, forPromises));
    CallDeadline forContainers = deadline.orSooner(share);
    family.forEach(each -> container(each, forContainers));
    family.forEach(each -> volume(each, deadline));
  }

  private void promise(CheckResources resources, CallDeadline deadline) {
    if (!resources.promised()) {
      return;
    }
    try {
      if (baggageclaim.forget(resources.handle(), deadline) && resources.volume().mayBeThere()) {
        // What is called off is destroyed by the worker as soon as it appears
        // (docs/protocol/worker-apis.md#asynchronous-creation).
        resources.volume(CheckResources.Presence.ANSWERED);
      }
      resources.promised(false);
    } catch (ProbeException e) {
      resources.problem("volume in the making", e);
    }
  }

  private void container(CheckResources resources, CallDeadline deadline) {
    if (!resources.container().mayBeThere()) {
      return;
    }
    try {
      resources.container(resources.container().after(container(resources.handle(), deadline)));
    } catch (ProbeException e) {
      resources.problem("container", e);
    }
  }

  private void volume(CheckResources resources, CallDeadline deadline) {
    if (!resources.volume().mayBeThere()) {
      return;
    }
    try {
      resources.volume(resources.volume().after(volume(resources.handle(), deadline)));
    } catch (ProbeException e) {
      resources.problem("volume", e);
    }
  }
}
