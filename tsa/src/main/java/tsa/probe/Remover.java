package tsa.probe;

import java.time.Duration;
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
   * Destroys all there may be. Each object has its own share of the time, so that a hung server
   * does not keep the other from being cleaned.
   *
   * @return why something may be left; empty if nothing is
   */
  String all(Leavings leavings, Deadline deadline) {
    Duration share = deadline.left().dividedBy(3);
    StringBuilder problems = new StringBuilder();
    promise(leavings, deadline.orSooner(share), problems);
    container(leavings, deadline.orSooner(share), problems);
    volume(leavings, deadline, problems);
    if (problems.isEmpty() && !leavings.nothing()) {
      problems.append("a create was not answered; what it makes may yet appear");
    }
    return Detail.of(problems.toString());
  }

  private void promise(Leavings leavings, Deadline deadline, StringBuilder problems) {
    if (!leavings.promised()) {
      return;
    }
    try {
      if (baggageclaim.forget(leavings.handle(), deadline) && leavings.volume().mayBeThere()) {
        // What is called off is destroyed by the worker as soon as it appears (sheet §5.5).
        leavings.volume(Leavings.Trace.ANSWERED);
      }
      leavings.promised(false);
    } catch (ProbeException e) {
      add(problems, "volume in the making", e);
    }
  }

  private void container(Leavings leavings, Deadline deadline, StringBuilder problems) {
    if (!leavings.container().mayBeThere()) {
      return;
    }
    try {
      leavings.container(leavings.container().after(container(leavings.handle(), deadline)));
    } catch (ProbeException e) {
      add(problems, "container", e);
    }
  }

  private void volume(Leavings leavings, Deadline deadline, StringBuilder problems) {
    if (!leavings.volume().mayBeThere()) {
      return;
    }
    try {
      leavings.volume(leavings.volume().after(volume(leavings.handle(), deadline)));
    } catch (ProbeException e) {
      add(problems, "volume", e);
    }
  }

  private static void add(StringBuilder problems, String what, ProbeException e) {
    problems.append(problems.isEmpty() ? "" : "; ").append(what).append(": ");
    problems.append(e.finding().detail());
  }
}
