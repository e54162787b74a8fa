package tsa.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  private final Leavings own;
  private final Leavings copy;
  private final List<Leavings> writtenDown = new ArrayList<>();
  private Garden.@Nullable Capacity capacity;
  private String volumePath = "";

  /**
   * @param capacity what is behind Garden; null if it has to be asked
   */
  Work(CheckContext context, CheckHandle handle, Garden.@Nullable Capacity capacity) {
    this.context = context;
    this.http = context.http(context.abort());
    this.garden = new Garden(http);
    this.baggageclaim = new Baggageclaim(http, context.abort());
    this.remover = new Remover(http, context.abort());
    this.handle = handle;
    this.own = Leavings.none(handle);
    this.copy = Leavings.none(Family.child(handle));
    this.capacity = capacity;
  }

  void ping(Deadline deadline) throws ProbeException {
    garden.ping(deadline);
  }

  /** Full is not ill: at the limit, or so near that builds may need the rest, nothing is made. */
  void capacity(Deadline deadline) throws ProbeException {
    Garden.Capacity told = capacity == null ? garden.capacity(deadline) : capacity;
    capacity = told;
    Handles there = garden.containers(deadline);
    int most = told.containers() > 0 ? told.containers() : context.containerLimit();
    int count = there.others() + there.ours();
    if (told.backend() != Backend.HOUDINI
        && most > 0
        && count >= most - Math.min(MARGIN, most / 10)) {
      String detail = count + " containers of at most " + most;
      throw new ProbeException(new Finding.Seen(FailureCause.FULL, detail));
    }
  }

  /** What is behind Garden; null until it was asked. */
  Garden.@Nullable Capacity capacity() {
    return capacity;
  }

  private Backend backend() {
    return capacity == null ? Backend.CONTAINERD : capacity.backend();
  }

  /**
   * Before anything is made. Throws what the store throws.
   *
   * @param withCopy whether the volume is to be copied
   */
  void writeDown(boolean withCopy, Duration destroyAfter) {
    if (withCopy) {
      writeDown(copy, destroyAfter);
    }
    writeDown(own, destroyAfter);
  }

  private void writeDown(Leavings leavings, Duration destroyAfter) {
    context.journal().begin(leavings.handle(), destroyAfter);
    writtenDown.add(leavings);
  }

  void createVolume(Deadline deadline) throws ProbeException {
    make(own, deadline, () -> baggageclaim.begin(handle, deadline));
  }

  void streamIn(Deadline deadline) throws ProbeException {
    baggageclaim.streamIn(handle, Archive.bytes(), deadline);
  }

  /** From here on the copy stands in for the volume, as in a build. */
  void copyVolume(Deadline deadline) throws ProbeException {
    make(copy, deadline, () -> baggageclaim.beginCopy(handle, copy.handle(), deadline));
  }

  /** Asks for a volume. */
  @FunctionalInterface
  private interface Asking {
    void run() throws ProbeException;
  }

  private void make(Leavings leavings, Deadline deadline, Asking asking) throws ProbeException {
    leavings.volume(Leavings.Trace.DOUBTFUL);
    leavings.promised(true);
    try {
      asking.run();
      leavings.volume(Leavings.Trace.ANSWERED);
      volumePath = baggageclaim.await(leavings.handle(), deadline);
      forget(leavings, deadline.orSooner(LONGEST_FORGET));
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        leavings.volume(Leavings.Trace.ANSWERED);
      }
      throw e;
    }
  }

  /** The volume is made: if the worker does not forget its making now, cleaning up sees to it. */
  private void forget(Leavings leavings, Deadline deadline) {
    try {
      baggageclaim.forget(leavings.handle(), deadline);
      leavings.promised(false);
    } catch (ProbeException e) {
      leavings.promised(true);
    }
  }

  void createContainer(Deadline deadline) throws ProbeException {
    String path = backend().usesVolume() ? volumePath : "";
    if (backend().usesVolume() && !path.startsWith("/")) {
      throw ProbeException.badAnswer("no path for a container: '" + path + "'");
    }
    own.container(Leavings.Trace.DOUBTFUL);
    try {
      garden.create(handle, path, deadline);
      own.container(Leavings.Trace.ANSWERED);
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        own.container(Leavings.Trace.ANSWERED);
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
      CheckHandle under = copy.volume().mayBeThere() ? copy.handle() : handle;
      return backend().usesVolume() && !baggageclaim.exists(under, deadline);
    } catch (ProbeException e) {
      return false; // not known to be
    }
  }

  void run(Deadline deadline) throws ProbeException {
    try {
      garden.run(handle, backend(), deadline);
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
    own.container(own.container().after(remover.container(handle, deadline)));
  }

  void destroyVolume(Deadline deadline) throws ProbeException {
    for (Leavings each : List.of(copy, own)) {
      if (each.volume().mayBeThere()) {
        each.volume(each.volume().after(remover.volume(each.handle(), deadline)));
      }
    }
  }

  /** Whether the server of a step answers anything at all. */
  boolean answers(CheckStep step, Deadline deadline) {
    Tunnel.Server server =
        switch (step) {
          case PING, CAPACITY, CREATE_CONTAINER, RUN, DESTROY_CONTAINER -> Tunnel.Server.GARDEN;
          case CREATE_VOLUME, STREAM_IN, CHILD_VOLUME, DESTROY_VOLUME -> Tunnel.Server.BAGGAGECLAIM;
        };
    return http.answers(server, deadline);
  }

  /** Destroys what is left and keeps the journal. Is not called off with the check. */
  void cleanUp(Duration limit) {
    if (!writtenDown.stream().allMatch(Leavings::nothing)) {
      Abort never = new Abort();
      Remover after = new Remover(context.http(never), never);
      after.all(writtenDown, Deadline.in(limit, context.ticker()));
    }
    writtenDown.forEach(each -> context.journal().end(each.handle(), each.problem()));
  }
}
