package tsa.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.worker.CheckHandle;

/** The steps of a deep check, and what they leave. Used by one thread. */
final class CheckSteps {
  private static final int MARGIN = 5;
  private static final Duration LONGEST_FORGET = Duration.ofSeconds(2);

  private final CheckContext context;
  private final GardenClient garden;
  private final BaggageclaimClient baggageclaim;
  private final Remover remover;
  private final WorkerHttpClient http;
  private final CheckHandle handle;
  private final CheckResources own;
  private final CheckResources copy;
  private final List<CheckResources> writtenDown = new ArrayList<>();
  private GardenClient.@Nullable Capacity capacity;
  private String volumePath = "";

  /**
   * @param capacity what is behind Garden; null if it has to be asked
   */
  CheckSteps(CheckContext context, CheckHandle handle, GardenClient.@Nullable Capacity capacity) {
    this.context = context;
    this.http = context.http(context.cancellation());
    this.garden = new GardenClient(http);
    this.baggageclaim = new BaggageclaimClient(http, context.cancellation());
    this.remover = new Remover(http, context.cancellation());
    this.handle = handle;
    this.own = CheckResources.none(handle);
    this.copy = CheckResources.none(CheckHandles.child(handle));
    this.capacity = capacity;
  }

  void ping(CallDeadline deadline) throws ProbeException {
    garden.ping(deadline);
  }

  /** Full is not ill: at the limit, or so near that builds may need the rest, nothing is made. */
  void capacity(CallDeadline deadline) throws ProbeException {
    GardenClient.Capacity told = capacity == null ? garden.capacity(deadline) : capacity;
    capacity = told;
    HandleList there = garden.containers(deadline);
    int most = told.containers() > 0 ? told.containers() : context.containerLimit();
    int count = there.others() + there.ours();
    if (told.runtime() != ContainerRuntime.HOUDINI
        && most > 0
        && count >= most - Math.min(MARGIN, most / 10)) {
      String detail = count + " containers of at most " + most;
      throw new ProbeException(new Finding.FailureSeen(FailureCause.FULL, detail));
    }
  }

  /** What is behind Garden; null until it was asked. */
  GardenClient.@Nullable Capacity capacity() {
    return capacity;
  }

  private ContainerRuntime runtime() {
    return capacity == null ? ContainerRuntime.CONTAINERD : capacity.runtime();
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

  private void writeDown(CheckResources resources, Duration destroyAfter) {
    context.journal().begin(resources.handle(), destroyAfter);
    writtenDown.add(resources);
  }

  void createVolume(CallDeadline deadline) throws ProbeException {
    make(own, deadline, () -> baggageclaim.begin(handle, deadline));
  }

  void streamIn(CallDeadline deadline) throws ProbeException {
    baggageclaim.streamIn(handle, CheckArchive.bytes(), deadline);
  }

  /** From here on the copy stands in for the volume, as in a build. */
  void copyVolume(CallDeadline deadline) throws ProbeException {
    make(copy, deadline, () -> baggageclaim.beginCopy(handle, copy.handle(), deadline));
  }

  /** Asks for a volume. */
  @FunctionalInterface
  private interface Asking {
    void run() throws ProbeException;
  }

  private void make(CheckResources resources, CallDeadline deadline, Asking asking)
      throws ProbeException {
    resources.volume(CheckResources.Presence.DOUBTFUL);
    resources.promised(true);
    try {
      asking.run();
      resources.volume(CheckResources.Presence.ANSWERED);
      volumePath = baggageclaim.await(resources.handle(), deadline);
      forget(resources, deadline.orSooner(LONGEST_FORGET));
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        resources.volume(CheckResources.Presence.ANSWERED);
      }
      throw e;
    }
  }

  /** The volume is made: if the worker does not forget its making now, cleaning up sees to it. */
  private void forget(CheckResources resources, CallDeadline deadline) {
    try {
      baggageclaim.forget(resources.handle(), deadline);
      resources.promised(false);
    } catch (ProbeException e) {
      resources.promised(true);
    }
  }

  void createContainer(CallDeadline deadline) throws ProbeException {
    String path = runtime().usesVolume() ? volumePath : "";
    if (runtime().usesVolume() && !path.startsWith("/")) {
      throw ProbeException.badAnswer("no path for a container: '" + path + "'");
    }
    own.container(CheckResources.Presence.DOUBTFUL);
    try {
      garden.create(handle, path, deadline);
      own.container(CheckResources.Presence.ANSWERED);
    } catch (ProbeException e) {
      if (!e.leavesDoubt()) {
        own.container(CheckResources.Presence.ANSWERED);
      }
      throw isUntelling(CheckStep.CREATE_CONTAINER, e) && volumeIsGone(deadline)
          ? swept("the volume was gone when the container was made")
          : e;
    }
  }

  private static boolean isUntelling(CheckStep step, ProbeException e) {
    return e.finding() instanceof Finding.ErrorAnswer
        && Classification.of(step, e.finding(), true).cause() == FailureCause.ERROR_ANSWER;
  }

  private boolean volumeIsGone(CallDeadline deadline) {
    try {
      CheckHandle under = copy.volume().mayBeThere() ? copy.handle() : handle;
      return runtime().usesVolume() && !baggageclaim.exists(under, deadline);
    } catch (ProbeException e) {
      return false; // not known to be
    }
  }

  void run(CallDeadline deadline) throws ProbeException {
    try {
      garden.run(handle, runtime(), deadline);
    } catch (ProbeException e) {
      throw canComeOfSweeping(e.finding()) && containerIsGone(deadline)
          ? swept("the container was gone when a process ran in it")
          : e;
    }
  }

  private static boolean canComeOfSweeping(Finding finding) {
    return switch (finding) {
      case Finding.NoAnswer none -> none.cause() == FailureCause.CLOSED;
      case Finding.ErrorAnswer refusal -> !refusal.gone();
      case Finding.FailureSeen _ -> true;
    };
  }

  private boolean containerIsGone(CallDeadline deadline) {
    try {
      return !garden.containers(deadline).contains(handle);
    } catch (ProbeException e) {
      return false; // not known to be
    }
  }

  private static ProbeException swept(String detail) {
    return new ProbeException(new Finding.FailureSeen(FailureCause.SWEPT, detail));
  }

  void destroyContainer(CallDeadline deadline) throws ProbeException {
    own.container(own.container().after(remover.container(handle, deadline)));
  }

  void destroyVolume(CallDeadline deadline) throws ProbeException {
    for (CheckResources each : List.of(copy, own)) {
      if (each.volume().mayBeThere()) {
        each.volume(each.volume().after(remover.volume(each.handle(), deadline)));
      }
    }
  }

  /** Whether the server of a step answers anything at all. */
  boolean answers(CheckStep step, CallDeadline deadline) {
    Tunnel.Server server =
        switch (step) {
          case PING, CAPACITY, CREATE_CONTAINER, RUN, DESTROY_CONTAINER -> Tunnel.Server.GARDEN;
          case CREATE_VOLUME, STREAM_IN, CHILD_VOLUME, DESTROY_VOLUME -> Tunnel.Server.BAGGAGECLAIM;
        };
    return http.answers(server, deadline);
  }

  /** Destroys what is left and keeps the journal. Is not called off with the check. */
  void cleanUp(Duration limit) {
    if (!writtenDown.stream().allMatch(CheckResources::nothing)) {
      Cancellation never = new Cancellation();
      Remover after = new Remover(context.http(never), never);
      after.all(writtenDown, CallDeadline.in(limit, context.ticker()));
    }
    writtenDown.forEach(each -> context.journal().end(each.handle(), each.problem()));
  }
}
