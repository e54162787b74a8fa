package tsa.probe;

import java.time.Duration;
import tsa.control.Tunnel;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.worker.CheckHandle;

/** The steps of a deep check, and what they leave. Used by one thread. */
final class Work {
  private static final int MARGIN = 5;
  private static final Duration LONGEST_FORGET = Duration.ofSeconds(2);

  private final CheckContext context;
  private final Garden garden;
  private final Baggageclaim baggageclaim;
  private final Remover remover;
  private final WorkerHttp http;
  private final CheckHandle handle;
  private final Leavings leavings;
  private Backend backend = Backend.CONTAINERD;
  private String volumePath = "";
  private boolean writtenDown;

  Work(CheckContext context, CheckHandle handle) {
    this.context = context;
    this.http = context.http(context.abort());
    this.garden = new Garden(http);
    this.baggageclaim = new Baggageclaim(http, context.abort());
    this.remover = new Remover(http, context.abort());
    this.handle = handle;
    this.leavings = Leavings.none(handle);
  }

  void ping(Deadline deadline) throws ProbeException {
    garden.ping(deadline);
  }

  /** Full is not ill: at the limit, or so near that builds may need the rest, nothing is made. */
  void capacity(Deadline deadline) throws ProbeException {
    Garden.Capacity capacity = garden.capacity(deadline);
    backend = capacity.backend();
    Handles there = garden.containers(deadline);
    int most = capacity.containers() > 0 ? capacity.containers() : context.containerLimit();
    int count = there.others() + there.ours();
    if (backend != Backend.HOUDINI && most > 0 && count >= most - Math.min(MARGIN, most / 10)) {
      String detail = count + " containers of at most " + most;
      throw new ProbeException(new Finding.Seen(FailureCause.FULL, detail));
    }
  }

  /** Before anything is made. Throws what the store throws. */
  void writeDown(Duration destroyAfter) {
    context.journal().begin(handle, destroyAfter);
    writtenDown = true;
  }

  void createVolume(Deadline deadline) throws ProbeException {
    leavings.volume(Leavings.Trace.DOUBTFUL);
    leavings.promised(true);
    try {
      baggageclaim.begin(handle, deadline);
      leavings.volume(Leavings.Trace.ANSWERED);
      volumePath = baggageclaim.await(handle, deadline);
      forget(deadline.orSooner(LONGEST_FORGET));
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        leavings.volume(Leavings.Trace.ANSWERED);
      }
      throw e;
    }
  }

  /** The volume is made: if the worker does not forget its making now, cleaning up sees to it. */
  private void forget(Deadline deadline) {
    try {
      baggageclaim.forget(handle, deadline);
      leavings.promised(false);
    } catch (ProbeException e) {
      leavings.promised(true);
    }
  }

  void createContainer(Deadline deadline) throws ProbeException {
    leavings.container(Leavings.Trace.DOUBTFUL);
    try {
      garden.create(handle, backend.usesVolume() ? volumePath : "", deadline);
      leavings.container(Leavings.Trace.ANSWERED);
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        leavings.container(Leavings.Trace.ANSWERED);
      }
      throw isUntelling(CheckStep.CREATE_CONTAINER, e) && volumeIsGone(deadline)
          ? swept("the volume was gone when the container was made")
          : e;
    }
  }

  private static boolean isUntelling(CheckStep step, ProbeException e) {
    return e.finding() instanceof Finding.Refusal
        && Classification.of(step, e.finding(), true).cause() == FailureCause.ERROR_ANSWER;
  }

  private boolean volumeIsGone(Deadline deadline) {
    try {
      return backend.usesVolume() && !baggageclaim.exists(handle, deadline);
    } catch (ProbeException e) {
      return false; // not known to be
    }
  }

  void run(Deadline deadline) throws ProbeException {
    try {
      garden.run(handle, backend, deadline);
    } catch (ProbeException e) {
      throw canComeOfSweeping(e.finding()) && containerIsGone(deadline)
          ? swept("the container was gone when a process ran in it")
          : e;
    }
  }

  private static boolean canComeOfSweeping(Finding finding) {
    return switch (finding) {
      case Finding.NoAnswer none -> none.cause() == FailureCause.CLOSED;
      case Finding.Refusal refusal -> !refusal.gone();
      case Finding.Seen _ -> true;
    };
  }

  private boolean containerIsGone(Deadline deadline) {
    try {
      return !garden.containers(deadline).contains(handle);
    } catch (ProbeException e) {
      return false; // not known to be
    }
  }

  private static ProbeException swept(String detail) {
    return new ProbeException(new Finding.Seen(FailureCause.SWEPT, detail));
  }

  void destroyContainer(Deadline deadline) throws ProbeException {
    leavings.container(leavings.container().after(remover.container(handle, deadline)));
  }

  void destroyVolume(Deadline deadline) throws ProbeException {
    leavings.volume(leavings.volume().after(remover.volume(handle, deadline)));
  }

  /**
   * Whether the server of a step answers anything at all: a path that neither server has is refused
   * by its router, without disk or runtime.
   */
  boolean answers(CheckStep step, Deadline deadline) {
    Tunnel.Server server =
        switch (step) {
          case PING, CAPACITY, CREATE_CONTAINER, RUN, DESTROY_CONTAINER -> Tunnel.Server.GARDEN;
          case CREATE_VOLUME, DESTROY_VOLUME -> Tunnel.Server.BAGGAGECLAIM;
        };
    try {
      http.call(Request.get(server, "/health-check"), deadline);
      return true;
    } catch (ProbeException e) {
      return e.finding() instanceof Finding.NoAnswer none
          && none.cause() == FailureCause.BAD_ANSWER;
    }
  }

  /** Destroys what is left and keeps the journal. Is not called off with the check. */
  void cleanUp(Duration limit) {
    if (!writtenDown) {
      return;
    }
    String problem = "";
    if (!leavings.nothing()) {
      Abort never = new Abort();
      Remover after = new Remover(context.http(never), never);
      problem = after.all(leavings, Deadline.in(limit, context.ticker()));
    }
    context.journal().end(handle, problem);
  }
}
