package tsa.control;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Atc;
import tsa.control.port.AtcLedger;
import tsa.control.port.Lane;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.AtcRules;
import tsa.lifecycle.AtcStep;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.AtcWord;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * One worker's row at the ATC: compares what it is to say with what was told, and tells the
 * difference, one call at a time. What is to be told is always the last that was worked out, never
 * a queue. Calls run in a lane of their own; the methods are thread-safe and do not block.
 */
final class AtcRow {
  private static final Logger log = LoggerFactory.getLogger(AtcRow.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(8);

  /** What an ATC refuses it will refuse again, until somebody does something. */
  private static final Duration REFUSED_RETRY = Duration.ofSeconds(30);

  /** A session is to end within seconds of the end of its row there. */
  private static final Duration DRAIN_POLL = Duration.ofSeconds(3);

  private static final Load EMPTY = new Load(0, 0, 0);

  /** What of this process it uses. */
  interface AtcRowContext {
    Atc atc();

    AtcLedger ledger();

    WorkerStore store();

    /** How long the ATC is to believe what it was told without hearing more. */
    Duration ttl();

    Jitter jitter();

    /** Told of each answer; must not block. */
    void answered(WorkerName name, AtcStep step, Atc.Answer answer);

    /** The ledger changed, or the record is not what it was: the fleet is to be looked at. */
    void wake();
  }

  /**
   * What the row is to say.
   *
   * @param worker null once it is forgotten
   * @param scheduled whether builds are to be sent to it
   */
  private record Wanted(@Nullable WorkerRecord worker, boolean scheduled) {}

  private final AtcRowContext context;
  private final WorkerName name;
  private final Lane lane;
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean heartbeatDue = new AtomicBoolean();
  private volatile Wanted wanted = new Wanted(null, false);
  private volatile @Nullable AtcTold told;
  private volatile String problem = "";
  private int failures;
  private boolean resting;
  private Lane.Timer poll = () -> {};

  /**
   * @param told as the ledger has it; null if it has nothing
   */
  AtcRow(AtcRowContext context, WorkerName name, @Nullable AtcTold told, Lane lane) {
    this.context = context;
    this.name = name;
    this.told = told;
    this.lane = lane;
  }

  /** What was told; null if nothing was, or if it is gone there and here. */
  @Nullable AtcTold told() {
    return told;
  }

  /** Whether nothing is known of it here, nor there. */
  boolean isOver(Set<WorkerName> known) {
    return told == null && !known.contains(name);
  }

  /** What keeps it from being told; empty if nothing does. */
  String problem() {
    return problem;
  }

  /**
   * Takes note of a look at the fleet.
   *
   * @param worker null if there is no record of it any more
   */
  void review(@Nullable WorkerRecord worker, boolean scheduled) {
    wanted = new Wanted(worker, scheduled);
    if (!(next() instanceof AtcStep.Nothing)) {
      plan();
    }
  }

  /** Its worker sent a good heartbeat. */
  void heartbeat() {
    heartbeatDue.set(true);
    plan();
  }

  private void plan() {
    if (planned.compareAndSet(false, true)) {
      lane.run(this::run);
    }
  }

  private void run() {
    planned.set(false);
    if (!resting) {
      try {
        tell(wanted, next());
      } catch (StoreException e) {
        log.atWarn().addKeyValue("worker", name).setCause(e).log("the ATC is told later");
        rest(FIRST_RETRY);
      }
    }
  }

  private AtcStep next() {
    WorkerRecord worker = wanted.worker();
    AtcTold before = told;
    if (worker != null) {
      return AtcRules.next(worker, before, wanted.scheduled());
    }
    return before == null ? new AtcStep.Nothing() : AtcRules.forgotten(before);
  }

  private void tell(Wanted now, AtcStep step) {
    if (step instanceof AtcStep.Nothing) {
      if (heartbeatDue.getAndSet(false) && mayBeat(now)) {
        call(now, new AtcStep.SendHeartbeat());
      }
    } else if (!isStill(now)) {
      context.wake(); // another look finds what it is to say now
    } else if (step instanceof AtcStep.StrikeOff) {
      context.ledger().remove(name);
      told = null;
    } else {
      call(now, step);
    }
  }

  /** Of a worker that is kept out of scheduling a heartbeat would bring it back. */
  private boolean mayBeat(Wanted now) {
    AtcTold before = told;
    return now.worker() != null
        && before != null
        && before.state() != WorkerState.STALLED
        && !before.word().isDrained();
  }

  /** Whether it is still this gateway's to speak for the worker, by the same record. */
  private boolean isStill(Wanted now) {
    Optional<WorkerRecord> found = context.store().find(name).worker();
    WorkerRecord worker = now.worker();
    return worker == null
        ? found.isEmpty()
        : found.filter(record -> record.revision() == worker.revision()).isPresent();
  }

  private void call(Wanted now, AtcStep step) {
    Atc.Answer answer = ask(now, step);
    context.answered(name, step, answer);
    switch (answer) {
      case Atc.Answer.Accepted done -> told(now, after(now, step, done.row()));
      case Atc.Answer.NotFound _ -> told(now, base(now).saying(new AtcWord.NoRow()));
      case Atc.Answer.Rejected refused -> {
        problem = refused.problem();
        rest(REFUSED_RETRY);
      }
      case Atc.Answer.Unavailable away -> {
        problem = away.problem();
        heartbeatDue.set(true);
        rest(retryDelay());
      }
    }
  }

  private Atc.Answer ask(Wanted now, AtcStep step) {
    Atc atc = context.atc();
    return switch (step) {
      case AtcStep.Register register -> register(now, register);
      case AtcStep.SendHeartbeat _ -> atc.heartbeat(worker(now), context.ttl());
      case AtcStep.LandRow _ -> atc.land(name, base(now).team());
      case AtcStep.RetireRow _ -> atc.retire(name, base(now).team());
      case AtcStep.DeleteRow _ -> atc.delete(name, base(now).team());
      case AtcStep.Nothing _, AtcStep.StrikeOff _ ->
          throw new IllegalArgumentException(step + " is no call");
    };
  }

  private Atc.Answer register(Wanted now, AtcStep.Register register) {
    if (register.deleteFirst()) {
      Atc.Answer deleted = context.atc().delete(name, base(now).team());
      if (!(deleted instanceof Atc.Answer.Accepted) && !(deleted instanceof Atc.Answer.NotFound)) {
        return deleted;
      }
    }
    Duration ttl = register.state() == WorkerState.STALLED ? null : context.ttl();
    return context.atc().register(worker(now), register.state(), ttl);
  }

  /** The worker as it is to be known there; under its last address while it has none. */
  private Atc.AtcWorker worker(Wanted now) {
    WorkerRecord worker = record(now);
    Heartbeat heartbeat = worker.heartbeat();
    return new Atc.AtcWorker(
        worker.registration(), address(worker), heartbeat == null ? EMPTY : heartbeat.load());
  }

  private Address address(WorkerRecord worker) {
    AtcTold before = told;
    if (worker.address() != null) {
      return worker.address();
    }
    return before == null || before.address() == null ? new Address("", "") : before.address();
  }

  private static WorkerRecord record(Wanted now) {
    return Objects.requireNonNull(now.worker(), "only a worker with a record is told of");
  }

  /** What was told before; of a worker that nothing was told of, that it is to drain. */
  private AtcTold base(Wanted now) {
    AtcTold before = told;
    return before == null
        ? AtcTold.of(record(now), record(now).state(), null, new AtcWord.NotSaid())
        : before;
  }

  private AtcTold after(Wanted now, AtcStep step, Optional<WorkerState> row) {
    AtcWord word = row.<AtcWord>map(AtcWord.RowState::new).orElseGet(() -> base(now).word());
    return switch (step) {
      case AtcStep.Register register ->
          AtcTold.of(record(now), register.state(), address(record(now)), word);
      case AtcStep.SendHeartbeat _ -> beaten(base(now)).saying(word);
      case AtcStep.LandRow _, AtcStep.RetireRow _ ->
          AtcTold.of(record(now), record(now).state(), base(now).address(), word);
      case AtcStep.DeleteRow _ -> base(now).saying(new AtcWord.NoRow());
      case AtcStep.Nothing _, AtcStep.StrikeOff _ -> base(now);
    };
  }

  private static AtcTold beaten(AtcTold before) {
    return before.state() == WorkerState.STALLED ? before.telling(WorkerState.RUNNING) : before;
  }

  private void told(Wanted now, AtcTold news) {
    problem = "";
    failures = 0;
    if (!news.equals(told)) {
      context.ledger().save(news);
      told = news;
      context.wake();
    }
    poll.cancel();
    if (now.worker() != null && now.worker().state().isDraining() && !news.word().isDrained()) {
      poll = lane.after(context.jitter().around(DRAIN_POLL), this::heartbeat);
    }
    if (!(next() instanceof AtcStep.Nothing)) {
      plan();
    }
  }

  private Duration retryDelay() {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 3));
    failures++;
    return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
  }

  private void rest(Duration about) {
    resting = true;
    lane.after(
        context.jitter().around(about),
        () -> {
          resting = false;
          plan();
        });
  }
}
