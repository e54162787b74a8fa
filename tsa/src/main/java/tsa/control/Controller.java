package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Event;
import tsa.control.port.Lane;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerLink;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.CheckHandle;
import tsa.worker.GoDuration;
import tsa.worker.Machine;
import tsa.worker.ObjectKind;
import tsa.worker.Registration;
import tsa.worker.WorkerName;

/** Holds the sessions of this process, the loop over the fleet, and the one gate. Thread-safe. */
public final class Controller implements Registrations, Assessor, WorkerReports, Readiness {
  private static final Logger log = LoggerFactory.getLogger(Controller.class);
  private static final Duration TRIM_INTERVAL = Duration.ofMinutes(1);
  private static final int PASSES_MISSED = 3;
  private static final Duration LONGEST_GATHER = Duration.ofSeconds(1);

  private final ControlDependencies dependencies;
  private final ChangeGate gate;
  private final Alarms alarms = new Alarms();
  private final HeartbeatPace pace;
  private final EvaluationMonitor monitor;
  private final CheckQueue queue;
  private final AtcReconciliation atc;
  private final FleetPass pass;
  private final FleetLoop loop;
  private final HeartbeatWriter heartbeats;
  private final Lane chores;
  private final GatewayRegistration gatewayRegistration;
  private final Sessions sessions = new Sessions();
  private volatile @Nullable FleetStatus status;
  private volatile boolean closed;

  /** Builds it without an ATC; nothing runs before {@link #start}. */
  public Controller(ControlDependencies dependencies) {
    this(dependencies, Optional.empty());
  }

  /** Builds it; nothing runs before {@link #start}. */
  public Controller(ControlDependencies dependencies, Optional<AtcConnection> atc) {
    this.dependencies = dependencies;
    this.monitor = new EvaluationMonitor(dependencies.ticker());
    this.gate =
        new ChangeGate(
            dependencies.store(),
            dependencies.history(),
            dependencies.policy(),
            dependencies.gateway(),
            this::changed);
    this.pace = new HeartbeatPace(dependencies.policy(), dependencies.ticker());
    this.queue =
        new CheckQueue(
            dependencies.checksAtOnce(),
            dependencies.policy().health().checkLimit(),
            dependencies.ticker(),
            dependencies.delay());
    PeerEvaluations peerEvaluations = new PeerEvaluations();
    this.atc =
        atc.<AtcReconciliation>map(
                to -> new AtcReconciler(to.atc(), to.ledger(), dependencies, pace, this::wake))
            .orElse(AtcReconciliation.NONE);
    this.pass = new FleetPass(dependencies, gate, pace, alarms, peerEvaluations, this.atc);
    this.loop =
        new FleetLoop(
            dependencies, pass, monitor, dependencies.lanes().lane("fleet"), this::passed);
    this.heartbeats =
        new HeartbeatWriter(
            dependencies.store(),
            monitor,
            dependencies.lanes().lane("heartbeats"),
            gather(dependencies.policy()),
            this::wake);
    this.chores = dependencies.lanes().lane("chores");
    this.gatewayRegistration =
        new GatewayRegistration(
            dependencies.gateways(),
            dependencies.me(),
            monitor,
            peerEvaluations,
            dependencies.lanes().lane("gateway registration"));
  }

  private static Duration gather(Policy policy) {
    Duration tenth = policy.connectivity().heartbeatInterval().dividedBy(10);
    return tenth.compareTo(LONGEST_GATHER) < 0 ? tenth : LONGEST_GATHER;
  }

  /**
   * Makes this process known and starts the loop.
   *
   * @throws StoreException if the store cannot answer
   */
  public void start() {
    gatewayRegistration.start();
    loop.start();
    atc.start();
    chores.after(TRIM_INTERVAL, this::trim);
  }

  private void trim() {
    try {
      dependencies.history().trim();
    } catch (StoreException e) {
      log.atWarn().setCause(e).log("the history was not trimmed");
    } finally {
      chores.after(TRIM_INTERVAL, this::trim);
    }
  }

  /** The gate for requests. */
  public ChangeGate gate() {
    return gate;
  }

  /** Has the fleet looked at soon, for example because another gateway changed a worker. */
  public void wake() {
    loop.wake();
  }

  /**
   * Takes note of an event, of whatever gateway: the session it concerns looks at its record now.
   * An event of this gateway is no news to it. Does not block.
   */
  public void heard(Event event) {
    if (event.gateway().equals(dependencies.gateway())) {
      return;
    }
    sessions.inCharge(event.worker()).ifPresent(session -> heard(session, event.kind()));
  }

  private static void heard(WorkerSession session, Event.Kind kind) {
    if (kind == Event.Kind.CHECK_ASKED) {
      // Whoever asked finds what came of it in the history.
      CompletableFuture<CheckReport> _ = session.checkNow();
    } else {
      session.reviewNow();
    }
  }

  /** Whether health evaluation is active in this process. */
  public EvaluationStatus evaluation() {
    return monitor.status();
  }

  /** The deep checks of this process, as it stands now. */
  public CheckLoad checks() {
    return queue.load();
  }

  /** What holds the rules for the fleet as a whole, since the last pass. */
  public List<Alarm> alarms() {
    return List.copyOf(alarms.current().values());
  }

  /** The fleet as the last pass found it; empty before the first. */
  public Optional<FleetStatus> status() {
    return Optional.ofNullable(status);
  }

  /** The store did not answer at the last pass, or the passes hang. */
  @Override
  public List<String> problems() {
    FleetStatus last = status;
    Duration most = loop.interval().multipliedBy(PASSES_MISSED).plus(EvaluationMonitor.SLOW);
    if (closed) {
      return List.of("this gateway is stopping");
    }
    if (last == null) {
      return List.of("the fleet was not read yet");
    }
    if (!loop.answered() || dependencies.ticker().since(last.readAt()).compareTo(most) > 0) {
      Duration age = dependencies.ticker().since(last.readAt());
      return List.of("the database last answered " + GoDuration.print(age) + " ago");
    }
    return List.of();
  }

  private void changed(Event event) {
    dependencies.metrics().changed(event);
    wake();
  }

  private void passed(WorkerStore.Snapshot snapshot, long begun) {
    Policy policy = pace.policy();
    Fleet fleet = pass.fleet();
    status =
        new FleetStatus(
            snapshot.now(),
            begun,
            snapshot.workers(),
            fleet,
            fleet.brakeHolds(policy, snapshot.now()),
            fleet.freezeHolds(policy),
            alarms(),
            evaluation());
    Map<WorkerName, WorkerRecord> byName = HashMap.newHashMap(snapshot.workers().size());
    snapshot.workers().forEach(worker -> byName.put(worker.name(), worker));
    atc.review(snapshot, evaluation(), pass::isMine);
    reviewSessions(byName);
  }

  @Override
  public Decision assess(WorkerRecord worker, Instant now) {
    return loop.assess(worker, now);
  }

  @Override
  public Optional<Reason> scheduling(WorkerRecord worker) {
    return atc.scheduling(worker);
  }

  @Override
  public void open(Registration registration, Machine machine, WorkerLink link) {
    WorkerSession session =
        new WorkerSession(
            dependencies,
            gate,
            heartbeats,
            pace,
            monitor,
            queue,
            registration,
            machine,
            link,
            atc,
            this::wake);
    sessions.add(session);
    link.gone().thenRun(() -> sessions.remove(session));
    if (closed) {
      session.end(stopping());
    } else {
      session.start();
    }
  }

  @Override
  public Optional<CompletableFuture<CheckReport>> checkNow(WorkerName name) {
    return sessions.inCharge(name).map(WorkerSession::checkNow);
  }

  /**
   * A report that names handles of ours means that a check left something behind; the ATC is told
   * of all others.
   */
  @Override
  public void report(WorkerName worker, Caller caller, ObjectKind kind, List<String> handles) {
    List<String> theirs = handles.stream().filter(handle -> !CheckHandle.isOurs(handle)).toList();
    boolean ours = theirs.size() < handles.size();
    if ((!ours && !atc.isThere()) || !mayActOn(worker, caller)) {
      return;
    }
    if (ours) {
      sessions.inCharge(worker).ifPresent(WorkerSession::sweep);
    }
    atc.report(worker, kind, theirs);
  }

  @Override
  public List<String> destroying(WorkerName worker, Caller caller, ObjectKind kind) {
    if (!atc.isThere() || !mayActOn(worker, caller)) {
      return List.of();
    }
    return atc.destroying(worker, kind).stream()
        .filter(handle -> !CheckHandle.isOurs(handle))
        .toList();
  }

  private boolean mayActOn(WorkerName worker, Caller caller) {
    return dependencies.store().find(worker).worker().filter(caller::mayActOn).isPresent();
  }

  /** Ends all sessions so that the workers go to another gateway. Returns at once. */
  public void close() {
    closed = true;
    sessions.all().forEach(session -> session.end(stopping()));
  }

  /** Says goodbye to the other gateways; after {@link #close}, when the sessions have ended. */
  public void leave() {
    gatewayRegistration.stop();
  }

  private static SessionEnd stopping() {
    return SessionEnd.of(SessionEnd.Kind.RECONNECT, Reason.of(ReasonCode.GATEWAY_STOPPING));
  }

  @Override
  public List<Held> held() {
    List<Held> held = new ArrayList<>();
    sessions.all().forEach(session -> held.add(session.held()));
    return held;
  }

  @Override
  public boolean waits(WorkerName name) {
    return sessions.waits(name);
  }

  private void reviewSessions(Map<WorkerName, WorkerRecord> workers) {
    for (WorkerSession session : sessions.all()) {
      session.review(Optional.ofNullable(workers.get(session.name())));
    }
    releaseOrphans(workers.values());
  }

  /** Rows that say this process holds them, though no session does: the end was not stored. */
  private void releaseOrphans(Collection<WorkerRecord> workers) {
    Set<Long> numbers =
        sessions.all().stream()
            .map(session -> session.held().incarnation())
            .collect(Collectors.toSet());
    for (WorkerRecord worker : workers) {
      if (dependencies.gateway().equals(worker.gateway())
          && !numbers.contains(worker.incarnation().number())) {
        SessionEvents.disconnect(dependencies, worker.name(), worker.incarnation());
      }
    }
  }
}
