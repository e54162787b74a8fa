package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.lifecycle.Admission;
import tsa.lifecycle.AdmissionRules;
import tsa.lifecycle.Candidate;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Ending;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionRules;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * One registration, from its first beat to its end: it asks to be admitted, and once admitted it
 * beats and is checked. All its work is done in one lane; its public methods are thread-safe.
 */
final class WorkerSession {
  private static final Logger log = LoggerFactory.getLogger(WorkerSession.class);
  private static final Duration CONFLICT_RETRY = Duration.ofSeconds(1);

  private final Parts parts;
  private final Pace pace;
  private final Gate gate;
  private final BeatWriter writer;
  private final Registration registration;
  private final Machine machine;
  private final WorkerLink link;
  private final CheckCounter counter;
  private final Lane lane;
  private final Jitter jitter;
  private final SessionBeats beats;
  private final SessionChecks checks;

  private volatile @Nullable Incarnation incarnation;
  private volatile boolean admitted;
  private volatile String waitingFor = "a number";
  private boolean ended;
  private boolean beaten;
  private String beatProblem = "";
  private Load load = new Load(0, 0, 0);
  private boolean rivalNoted;
  private int storeTroubles;
  private @Nullable Instant toldOfRival;
  private @Nullable ReasonCode told;
  private @Nullable WorkerRecord reviewed;
  private Lane.Timer nextConsideration = () -> {};

  WorkerSession(
      Parts parts,
      Gate gate,
      BeatWriter writer,
      Pace pace,
      Registration registration,
      Machine machine,
      WorkerLink link,
      Runnable wake) {
    this.parts = parts;
    this.pace = pace;
    this.gate = gate;
    this.writer = writer;
    this.registration = registration;
    this.machine = machine;
    this.link = link;
    this.counter = new CheckCounter(parts, registration.name(), wake);
    this.lane = parts.lanes().lane("worker " + registration.name());
    this.jitter = new Jitter(parts.random());
    this.beats = new SessionBeats(parts, pace, lane, this::goodBeat, this::missedBeat);
    this.checks = new SessionChecks(parts, Owner.of(registration), lane, this::checked);
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
        name(), number == null ? 0 : number.number(), admitted, waitingFor);
  }

  /** Begins. */
  void start() {
    link.gone().thenAccept(gone -> lane.run(() -> gone(gone)));
    lane.run(this::takeNumber);
  }

  private void takeNumber() {
    if (ended) {
      return;
    }
    try {
      Incarnation number = parts.store().nextIncarnation();
      incarnation = number;
      checks.target(new Prober.Target(name(), number, link.tunnel()));
      beats.start(checks.target());
    } catch (StoreException e) {
      storeTrouble(e);
      lane.after(beats.retryDelay(storeTroubles), this::takeNumber);
    }
  }

  private void storeTrouble(StoreException e) {
    storeTroubles++;
    log.atWarn().addKeyValue("worker", name()).setCause(e).log("not stored");
    String problem =
        e.refused()
            ? "the database refuses this worker; its operator has to look into the TSA's log"
            : "the database does not answer";
    tell(Reason.of(ReasonCode.INTERNAL_TROUBLE, "problem", problem));
  }

  // Beats

  private void goodBeat(Load found) {
    load = found;
    beaten = true;
    checks.seen(found.checkObjects());
    if (admitted) {
      noteBeat();
      link.heartbeated();
    } else {
      consider();
    }
  }

  /** Who holds up a drain is told by name; else a beat costs the same however much there is. */
  private void noteBeat() {
    boolean awaited = reviewed == null || reviewed.state() != WorkerState.RUNNING;
    boolean draining = reviewed != null && reviewed.state().isDraining();
    Load told = draining ? load : load.counts();
    writer.offer(new WorkerStore.GoodBeat(name(), checks.target().incarnation(), told), awaited);
  }

  /**
   * An answer that is an error is a matter of work, not of reach: a worker in service stays within
   * reach, for its deep checks to judge. A drain does not end on a load that was not told.
   */
  private void missedBeat(Prober.BeatResult.Missed missed, String problem) {
    beaten = false;
    beatProblem = problem;
    if (admitted && missed.answered() && reviewed != null && !reviewed.state().isDraining()) {
      noteBeat();
    }
    if (!admitted) {
      tell(Reason.of(ReasonCode.AWAITING_BEAT, "problem", problem));
    }
  }

  // Admission

  private void consider() {
    nextConsideration.cancel();
    if (ended || admitted) {
      return;
    }
    try {
      WorkerStore.View view = parts.store().find(name());
      storeTroubles = 0;
      follow(
          AdmissionRules.decide(
              view.worker(),
              candidate(),
              link.address(),
              parts.gateway(),
              pace.policy(),
              view.now()),
          view);
    } catch (StoreException e) {
      storeTrouble(e);
      considerIn(beats.retryDelay(storeTroubles));
    }
  }

  private Candidate candidate() {
    return new Candidate(
        registration,
        machine,
        checks.target().incarnation(),
        beaten,
        beatProblem,
        checks.latest(),
        checks.age());
  }

  private void follow(Admission admission, WorkerStore.View view) {
    switch (admission) {
      case Admission.Admit admit -> admit(admit, view);
      case Admission.NeedsBeat needs -> tell(needs.reason());
      case Admission.NeedsCheck needs -> {
        tell(needs.reason());
        checks.forAdmission(needs.reason().code() == ReasonCode.AWAITING_CHECK);
      }
      case Admission.Wait wait -> {
        view.worker().ifPresent(worker -> waits(worker, wait.reason(), view.now()));
        tell(wait.reason());
        considerIn(untilThen(wait, view));
      }
      case Admission.End end -> refuse(end.ending(), view);
    }
  }

  /**
   * Writes down that it has to wait, once. Of two live machines the other one is told too, by its
   * own gateway, which sees it in the row (B16).
   */
  private void waits(WorkerRecord worker, Reason reason, Instant now) {
    if (reason.code() == ReasonCode.OTHER_MACHINE_ALIVE) {
      rivalNoted = rivalNoted || SessionEvents.rivals(parts, gate, worker, machine, reason, now);
    } else if (told != reason.code()) {
      parts.history().write(SessionEvents.notAdmitted(worker, reason, parts.gateway()));
    }
  }

  private Duration untilThen(Admission.Wait wait, WorkerStore.View view) {
    Duration most = pace.interval();
    if (wait.until() == null) {
      return most;
    }
    Duration left = Duration.between(view.now(), wait.until()).plusMillis(1);
    return left.compareTo(most) < 0 ? left : most;
  }

  private void considerIn(Duration delay) {
    nextConsideration.cancel();
    nextConsideration = lane.after(delay, this::consider);
  }

  private void admit(Admission.Admit admit, WorkerStore.View view) {
    if (!SessionEvents.admit(gate, admit, view.worker(), parts.gateway())) {
      considerIn(jitter.within(CONFLICT_RETRY));
      return;
    }
    admitted = true;
    waitingFor = "";
    reviewed = admit.record();
    noteBeat();
    link.registered();
    checks.periodically(admit.joined());
  }

  private void refuse(Ending ending, WorkerStore.View view) {
    if (ending.kind() != Ending.Kind.HAND_OVER) {
      parts
          .history()
          .write(SessionEvents.refused(registration, view.worker(), ending, parts.gateway()));
    }
    end(ending);
  }

  private void tell(Reason reason) {
    waitingFor = reason.sentence();
    if (told != reason.code()) {
      told = reason.code();
      link.tell(reason.sentence());
      log.atInfo()
          .addKeyValue("worker", name())
          .addKeyValue("reason", reason.code().id())
          .log("waiting: {}", reason.sentence());
    }
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
      consider();
      return;
    }
    counter.add(report, checks.target().incarnation());
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
    Optional<Ending> ending = SessionRules.ending(worker, checks.target().incarnation());
    if (ending.isPresent()) {
      end(ending.get());
      return;
    }
    worker.ifPresent(this::follow);
  }

  private void follow(WorkerRecord read) {
    WorkerRecord worker = SessionEvents.claimed(parts, read, link.address());
    boolean newlyDraining =
        worker.state().isDraining() && (reviewed == null || reviewed.state() != worker.state());
    reviewed = worker;
    SessionRules.news(worker, toldOfRival).ifPresent(news -> link.tell(news.sentence()));
    toldOfRival = worker.rival() == null ? toldOfRival : worker.rival().at();
    checks.allow(worker.state() == WorkerState.RUNNING);
    if (newlyDraining) {
      beats.now();
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
      return parts.store().find(name()).worker();
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", name()).setCause(e).log("the store did not answer");
      return Optional.ofNullable(reviewed);
    }
  }

  /** Ends the session from our side. */
  void end(Ending ending) {
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
      SessionEvents.tellGone(parts, registration, checks.target().incarnation(), gone);
    }
  }

  private void finish() {
    ended = true;
    beats.stop();
    nextConsideration.cancel();
    checks.stop();
    if (admitted) {
      admitted = false;
      writer.withdraw(name(), checks.target().incarnation());
      SessionEvents.disconnect(parts, name(), checks.target().incarnation());
    }
  }
}
