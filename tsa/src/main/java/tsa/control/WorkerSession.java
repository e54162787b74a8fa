package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;
import tsa.control.port.OwningTeam;
import tsa.control.port.Prober;
import tsa.control.port.StoreException;
import tsa.control.port.TrafficFailure;
import tsa.control.port.WorkerLink;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Admission;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.SessionRules;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * One registration, from its first heartbeat to its end: it is asked for heartbeats, checked and
 * compared with its worker's record; {@link SessionAdmission} brings it into charge. All its work
 * is done in one lane; its package methods are thread-safe.
 */
final class WorkerSession {
  private static final Logger log = LoggerFactory.getLogger(WorkerSession.class);

  /**
   * An ATC that does not answer cannot send builds either, and is told later; what a check leaves
   * is swept when the worker comes back.
   */
  private static final Duration LONGEST_WAIT_TO_END = Duration.ofSeconds(15);

  private final ControlDependencies dependencies;
  private final ChangeGate gate;
  private final HeartbeatWriter writer;
  private final Registration registration;
  private final WorkerLink link;
  private final AtcReconciliation atc;
  private final CheckCounter counter;
  private final Lane lane;
  private final SessionHeartbeats heartbeats;
  private final SessionChecks checks;
  private final SessionAdmission admission;

  private volatile @Nullable Incarnation incarnation;
  private volatile boolean admitted;
  private final AtomicBoolean trafficNoted = new AtomicBoolean();
  private boolean ended;
  private @Nullable Long endDue;
  private Load load = new Load(0, 0, 0);
  private @Nullable Instant toldOfNameConflict;
  private @Nullable WorkerRecord reviewed;

  WorkerSession(
      ControlDependencies dependencies,
      ChangeGate gate,
      HeartbeatWriter writer,
      HeartbeatPace pace,
      EvaluationMonitor monitor,
      CheckQueue queue,
      Registration registration,
      Machine machine,
      WorkerLink link,
      AtcReconciliation atc,
      Runnable wake) {
    this.dependencies = dependencies;
    this.gate = gate;
    this.writer = writer;
    this.registration = registration;
    this.link = link;
    this.atc = atc;
    this.counter = new CheckCounter(dependencies, gate, registration.name(), wake);
    this.lane = dependencies.lanes().lane("worker " + registration.name());
    this.heartbeats =
        new SessionHeartbeats(
            dependencies, pace, monitor, lane, this::heartbeatReceived, this::heartbeatMissed);
    this.checks =
        new SessionChecks(dependencies, queue, OwningTeam.of(registration), lane, this::checked);
    this.admission =
        new SessionAdmission(
            dependencies,
            gate,
            pace,
            new SessionAdmission.Applicant(registration, machine, link),
            lane,
            heartbeats,
            checks,
            this::admitted,
            this::end);
  }

  WorkerName name() {
    return registration.name();
  }

  boolean inCharge() {
    return admitted;
  }

  Registrations.Held held() {
    Incarnation number = incarnation;
    return new Registrations.Held(
        name(), number == null ? 0 : number.number(), admitted, admission.waitingFor());
  }

  /** Begins. */
  void start() {
    link.gone().thenAccept(gone -> lane.run(() -> gone(gone)));
    link.watchTraffic(this::trafficFailed);
    lane.run(this::takeNumber);
  }

  private void takeNumber() {
    if (ended) {
      return;
    }
    try {
      Incarnation number = dependencies.store().nextIncarnation();
      incarnation = number;
      checks.target(new Prober.ProbeTarget(name(), number, link.tunnel()));
      heartbeats.start(checks.target());
    } catch (StoreException e) {
      lane.after(admission.storeTrouble(e), this::takeNumber);
    }
  }

  // Heartbeats

  private void heartbeatReceived(Load found) {
    load = found;
    checks.seen(found.checkObjects());
    if (admitted) {
      recordHeartbeat();
      link.heartbeated();
    } else {
      admission.heartbeatReceived();
    }
  }

  /**
   * Who holds up a drain is told by name; else a heartbeat costs the same however much there is.
   */
  private void recordHeartbeat() {
    boolean awaited = reviewed == null || reviewed.state() != WorkerState.RUNNING;
    boolean draining = reviewed != null && reviewed.state().isDraining();
    Load told = draining ? load : load.counts();
    writer.offer(
        new WorkerStore.ReceivedHeartbeat(name(), checks.target().incarnation(), told), awaited);
    atc.heartbeat(name());
  }

  /**
   * An answer that is an error is a health problem, not a connectivity problem: a worker in service
   * stays within reach, for its deep checks to evaluate. A drain does not end on a load that was
   * not told.
   */
  private void heartbeatMissed(Prober.HeartbeatResult.Missed missed, String problem) {
    if (admitted && missed.answered() && reviewed != null && !reviewed.state().isDraining()) {
      recordHeartbeat();
    }
    if (!admitted) {
      admission.missed(problem);
    }
  }

  private void admitted(Admission.Admit admit) {
    admitted = true;
    recordHeartbeat(); // awaited: what is on its disk is to be known at once
    reviewed = admit.record();
    link.registered();
    checks.periodically(admit.joined());
  }

  // Checks

  CompletableFuture<CheckReport> checkNow() {
    return checks.now();
  }

  /** Has what earlier checks left on the worker destroyed soon. */
  void sweep() {
    lane.run(() -> {
      if (admitted) {
        checks.sweep();
      }
    });
  }

  private void checked(CheckReport report) {
    if (ended) {
      return;
    }
    if (!admitted) {
      admission.consider();
      return;
    }
    counter.add(report, checks.target().incarnation());
  }

  /** At most one waits in the lane, however much traffic fails. Thread-safe. */
  private void trafficFailed(TrafficFailure failure) {
    dependencies.metrics().trafficFailed(failure);
    if (trafficNoted.compareAndSet(false, true)) {
      lane.run(() -> {
        trafficNoted.set(false);
        if (admitted) {
          log.atInfo()
              .addKeyValue("worker", name())
              .addKeyValue("kind", failure.word())
              .log("the traffic of builds shows a failure");
          checks.soon();
        }
      });
    }
  }

  // Review and end

  /** Compares the session with its worker's record; the first difference that matters ends it. */
  void review(Optional<WorkerRecord> worker) {
    lane.run(() -> reviewInLane(worker));
  }

  /** The same with the record as it is by then. */
  void reviewNow() {
    lane.run(() -> reviewInLane(readAgain()));
  }

  private void reviewInLane(Optional<WorkerRecord> read) {
    if (ended || !admitted || isStale(read)) {
      return;
    }
    counter.count(checks.target().incarnation());
    Optional<WorkerRecord> worker = read.or(this::readAgain);
    Optional<SessionEnd> ending = SessionRules.ending(worker, checks.target().incarnation());
    if (ending.isEmpty()) {
      worker.ifPresent(this::follow);
    } else if (worker.isEmpty() || mayEnd(worker.get())) {
      end(ending.get());
    }
  }

  /**
   * Told first, done then: else builds would still be sent to a worker that is gone. And a deep
   * check that is under way cleans up: a worker that has stopped keeps what is on it.
   */
  private boolean mayEnd(WorkerRecord worker) {
    if (!worker.state().isEnded() || (atc.mayEnd(worker) && !checks.areUnderWay())) {
      return true;
    }
    long now = dependencies.ticker().nanos();
    if (endDue == null) {
      endDue = now;
    }
    return dependencies.ticker().since(endDue).compareTo(LONGEST_WAIT_TO_END) >= 0;
  }

  private void follow(WorkerRecord read) {
    WorkerRecord worker = SessionEvents.claimed(gate, read, link.address(), dependencies.gateway());
    boolean newlyDraining =
        worker.state().isDraining() && (reviewed == null || reviewed.state() != worker.state());
    reviewed = worker;
    SessionRules.news(worker, toldOfNameConflict).ifPresent(news -> link.tell(news.sentence()));
    toldOfNameConflict =
        worker.nameConflict() == null ? toldOfNameConflict : worker.nameConflict().at();
    checks.allow(worker.state() == WorkerState.RUNNING);
    if (newlyDraining) {
      heartbeats.now();
    }
  }

  /** A pass may have read the records before this session was admitted. */
  private boolean isStale(Optional<WorkerRecord> read) {
    WorkerRecord mine = reviewed;
    return mine != null
        && read.filter(worker -> !worker.incarnation().isNewerThan(mine.incarnation()))
            .filter(worker -> worker.revision() < mine.revision())
            .isPresent();
  }

  /** That a worker is gone is too grave to be believed of a list that may be older than its row. */
  private Optional<WorkerRecord> readAgain() {
    try {
      return dependencies.store().find(name()).worker();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", name()).setCause(e).log("the store did not answer");
      return Optional.ofNullable(reviewed);
    }
  }

  /** Ends the session from our side. */
  void end(SessionEnd ending) {
    lane.run(() -> {
      if (!ended) {
        log.atInfo()
            .addKeyValue("worker", name())
            .addKeyValue("ending", ending.kind())
            .addKeyValue("reason", ending.reason().code().id())
            .log("registration ends: {}", ending.reason().sentence());
        finish();
        link.end(ending);
      }
    });
  }

  private void gone(WorkerLink.Gone gone) {
    if (ended) {
      return;
    }
    boolean was = admitted;
    finish();
    if (was) {
      SessionEvents.recordEnd(dependencies, registration, checks.target().incarnation(), gone);
    }
  }

  private void finish() {
    ended = true;
    heartbeats.stop();
    admission.stop();
    checks.stop();
    if (admitted) {
      admitted = false;
      writer.discard(name(), checks.target().incarnation());
      SessionEvents.disconnect(dependencies, name(), checks.target().incarnation());
    }
  }
}
