package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.Verdict;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;

/**
 * A stock worker as seen from its gateway: it connects, comes back as
 * docs/protocol/registration.md#what-each-ending-means says, and is in the condition that the
 * rehearsal puts it in. Not thread-safe.
 */
public final class RehearsedWorker {
  private static final Duration RECONNECT = Duration.ofSeconds(5);
  private static final Duration RESTART = Duration.ofSeconds(10);

  /**
   * After this time the gateway notices a peer that went silent
   * (docs/decisions/0023-mina-with-forwards-of-our-own.md).
   */
  private static final Duration KEEPALIVE = Duration.ofSeconds(60);

  private static final int MOST_LINES = 50;
  private static final CheckReport.Problem READ_ONLY =
      new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.READ_ONLY, "");

  private final Rehearsal rehearsal;
  private final WorkerName name;
  private final boolean ephemeral;
  private final List<String> lines = new ArrayList<>();
  private final List<Verdict> checks = new ArrayList<>();
  private long startTime;
  private boolean online = true;
  private boolean stopped;
  private Verdict verdict = Verdict.HEALTHY;
  private CheckReport.Problem problem = READ_ONLY;
  private int containers;
  private long reachableSince;
  private long lastHeartbeat = Long.MIN_VALUE;
  private @Nullable RehearsedLink link;
  private @Nullable RehearsedLink inCharge;
  private @Nullable SessionEnd lastEnding;

  RehearsedWorker(Rehearsal rehearsal, String name, boolean ephemeral) {
    this.rehearsal = rehearsal;
    this.name = new WorkerName(name);
    this.ephemeral = ephemeral;
    this.startTime = rehearsal.nextStart();
    this.reachableSince = rehearsal.time().nanos();
  }

  /** Its name. */
  public WorkerName name() {
    return name;
  }

  Registration registration() {
    return new Registration(
        name, null, "linux", List.of(), "2.5", startTime, ephemeral, List.of(), null, null, null,
        null, 0);
  }

  Machine machine() {
    return new Machine(startTime, "SHA256:key-of-" + name);
  }

  // Its condition

  /** Cuts it from the network, or mends that. */
  public void online(boolean yes) {
    if (online != yes) {
      online = yes;
      unsettled();
      if (!yes && link != null) {
        RehearsedLink cut = link;
        rehearsal.time().after(KEEPALIVE, () -> noticed(cut));
      }
    }
  }

  private void noticed(RehearsedLink cut) {
    if (!online && !cut.isOver()) {
      cut.gateway().notice(cut);
      lost(cut);
    }
  }

  /** What deep checks of it find from now on. */
  public void verdict(Verdict next) {
    verdict = next;
  }

  /** How its checks fail, when they do. */
  public void problem(CheckReport.Problem next) {
    problem = next;
  }

  /** How many containers it holds that are not ours. */
  public void containers(int next) {
    containers = next;
  }

  CheckReport.Problem problem() {
    return problem;
  }

  Verdict verdict() {
    return verdict;
  }

  Load load() {
    List<String> names =
        IntStream.rangeClosed(1, Math.min(containers, Load.MOST_NAMES))
            .mapToObj(number -> name + "-container-" + number)
            .toList();
    return new Load(containers, 0, 0, names);
  }

  boolean answers(RehearsedLink through) {
    return online && !stopped && !through.isOver();
  }

  /** Whether its process has stopped for good. */
  boolean stopped() {
    return stopped;
  }

  /** How its last registration was ended by a gateway, if one was. */
  Optional<SessionEnd> lastEnding() {
    return Optional.ofNullable(lastEnding);
  }

  /** What it was told on stderr, oldest first; the newest few only. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** How long builds could have reached it without a break; empty if they cannot now. */
  Optional<Duration> reachableFor() {
    boolean reached =
        online && !stopped && link != null && link == inCharge && link.gateway().isUp();
    return reached ? Optional.of(rehearsal.time().since(reachableSince)) : Optional.empty();
  }

  boolean gatewayIsWell() {
    return link != null && link.gateway().isWell();
  }

  /** What is known of it to builds may be old. */
  void unsettled() {
    reachableSince = rehearsal.time().nanos();
  }

  void heartbeatReceived(long nanos) {
    lastHeartbeat = nanos;
  }

  long lastHeartbeat() {
    return lastHeartbeat;
  }

  void checked(Verdict found) {
    checks.add(found);
  }

  /** What its deep checks found, oldest first. */
  List<Verdict> checks() {
    return checks;
  }

  // Its registrations

  /** Registers, or tries again soon. */
  void connect() {
    if (stopped || link != null) {
      return;
    }
    Optional<RehearsedGateway> gateway = online ? rehearsal.anyGateway() : Optional.empty();
    if (gateway.isEmpty()) {
      rehearsal.time().after(RECONNECT, this::connect);
      return;
    }
    register(gateway.get());
  }

  private void register(RehearsedGateway gateway) {
    unsettled();
    link = new RehearsedLink(this, gateway, rehearsal.nextPort());
    gateway.open(link);
  }

  /** Opens a second registration; the first one goes when the second is in charge. */
  void rebalance() {
    Optional<RehearsedGateway> gateway = rehearsal.anyGateway();
    if (online && !stopped && link != null && gateway.isPresent()) {
      register(gateway.get());
    }
  }

  /** Opens a second registration that breaks before it could answer anything. */
  void rebalanceInVain() {
    rehearsal
        .anyGateway()
        .ifPresent(gateway -> {
          RehearsedLink vain = new RehearsedLink(this, gateway, rehearsal.nextPort());
          gateway.open(vain);
          vain.breaks(WorkerLink.Gone.LOST);
        });
  }

  void registered(RehearsedLink which) {
    inCharge = which;
    unsettled();
  }

  void told(String line) {
    lines.add(line);
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
    }
  }

  /** The connection under a registration broke. */
  void lost(RehearsedLink which) {
    which.breaks(WorkerLink.Gone.LOST);
    again(which, RECONNECT);
  }

  private void again(RehearsedLink which, Duration delay) {
    if (which == link) {
      link = null;
      unsettled();
      rehearsal.time().after(delay, this::connect);
    }
  }

  void ended(RehearsedLink which, SessionEnd ending) {
    lastEnding = ending;
    switch (ending.kind()) {
      case STOP -> stop();
      case FAIL -> restart();
      case RECONNECT, HAND_OVER -> again(which, RECONNECT);
    }
  }

  private void stop() {
    stopped = true;
    drop();
  }

  private void drop() {
    RehearsedLink last = link;
    link = null;
    unsettled();
    if (last != null) {
      last.breaks(WorkerLink.Gone.LEFT);
    }
  }

  /** Its process starts anew; what is wrong with its machine stays wrong. */
  public void restart() {
    drop();
    stopped = false;
    startTime = rehearsal.nextStart();
    rehearsal.time().after(RESTART, this::connect);
  }
}
