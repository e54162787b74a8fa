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
import tsa.lifecycle.WorkerRecord;
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

  /** What of this process it uses. */
  interface AtcRowContext {
    Atc atc();

    AtcLedger ledger();

    WorkerStore store();

    /** How long the ATC is to believe what it was told without hearing more. */
    Duration ttl();

    Jitter jitter();

    /** The number of the reading of the ledger that was begun last. */
    long reading();

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
  private final AtomicBoolean restless = new AtomicBoolean();
  private volatile Wanted wanted = new Wanted(null, false);
  private volatile @Nullable AtcTold told;
  private volatile boolean closed;
  private volatile boolean polling;

  /** The reading of the ledger during or after which this row last noted something. */
  private volatile long savedIn = -1;

  private int failures;
  private int refusals;
  private boolean resting;
  private Lane.Timer rest = () -> {};

  /** Whether what the ATC did to the row by itself is to be heard before it is told more. */
  private boolean learnFirst;

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

  /**
   * Takes note of a look at the fleet.
   *
   * @param worker null if there is no record of it any more
   */
  void review(@Nullable WorkerRecord worker, boolean scheduled) {
    Wanted before = wanted;
    wanted = new Wanted(worker, scheduled);
    if (isNews(before.worker(), worker) || before.scheduled() != scheduled) {
      restless.set(true);
    }
    if (!(next() instanceof AtcStep.Nothing)) {
      plan();
    } else if (isDraining() && !polling) {
      heartbeat(); // its end is only heard of in answers
    }
  }

  /** What was refused before may be taken now. */
  private static boolean isNews(@Nullable WorkerRecord before, @Nullable WorkerRecord now) {
    return before == null
        || now == null
        || before.state() != now.state()
        || !before.incarnation().equals(now.incarnation())
        || !Objects.equals(before.address(), now.address());
  }

  private boolean isDraining() {
    WorkerRecord worker = wanted.worker();
    AtcTold before = told;
    return worker != null
        && worker.state().isDraining()
        && before != null
        && !before.word().isDrained();
  }

  /**
   * Takes over what the ledger has, unless this row noted something since it was read: another
   * gateway may have spoken for the worker in between.
   *
   * @param entry null if it has nothing
   * @param reading which reading of the ledger that is of
   */
  void adopt(@Nullable AtcTold entry, long reading) {
    if (savedIn < reading && entry != null && !entry.equals(told)) {
      told = entry;
    }
  }

  /** Says nothing more: the worker is not this gateway's to speak for any more. */
  void close() {
    closed = true;
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
    if (restless.getAndSet(false) && resting) {
      resting = false;
      rest.cancel();
      refusals = 0;
    }
    if (!resting && !closed) {
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
    } else if (step instanceof AtcStep.DrainStep && learnFirst && told != null) {
      learnFirst = false;
      call(now, new AtcStep.SendHeartbeat());
    } else if (step instanceof AtcStep.StrikeOff) {
      savedIn = context.reading();
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
    AtcCalls calls = new AtcCalls(context.atc(), context.ttl(), name, now.worker(), told);
    Atc.Answer answer = calls.make(step);
    context.answered(name, step, answer);
    switch (answer) {
      case Atc.Answer.Accepted done -> told(calls.after(step, done));
      case Atc.Answer.NotFound _ -> told(calls.before().saying(new AtcWord.NoRow()));
      case Atc.Answer.Rejected _ -> rest(refusedDelay());
      case Atc.Answer.Unavailable _ -> {
        heartbeatDue.set(true);
        learnFirst = step instanceof AtcStep.DrainStep;
        rest(retryDelay());
      }
    }
  }

  private void told(AtcTold news) {
    failures = 0;
    refusals = 0;
    learnFirst = false;
    if (closed) {
      return; // whoever speaks for the worker now notes what it is told
    }
    if (!news.equals(told)) {
      savedIn = context.reading();
      context.ledger().save(news);
      told = news;
      context.wake();
    }
    if (isDraining()) {
      polling = true;
      lane.after(context.jitter().around(DRAIN_POLL), this::poll);
    }
    if (!(next() instanceof AtcStep.Nothing)) {
      plan();
    }
  }

  private void poll() {
    polling = false;
    if (isDraining()) {
      heartbeat();
    }
  }

  private Duration retryDelay() {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 3));
    failures++;
    return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
  }

  private Duration refusedDelay() {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(refusals, 5));
    refusals++;
    return delay.compareTo(REFUSED_RETRY) < 0 ? delay : REFUSED_RETRY;
  }

  private void rest(Duration about) {
    resting = true;
    rest =
        lane.after(
            context.jitter().around(about),
            () -> {
              resting = false;
              plan();
            });
  }
}
