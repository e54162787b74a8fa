package tsa.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.History;
import tsa.control.port.Lane;
import tsa.control.port.OwningTeam;
import tsa.control.port.Prober;
import tsa.control.port.StoreException;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Verdict;

/**
 * When the deep checks of one session are made: one at a time, spread by jitter, only while the
 * worker is expected to work, and each when its turn in the queue of this process has come. Runs in
 * the lane of its session.
 */
final class SessionChecks {
  private static final Logger log = LoggerFactory.getLogger(SessionChecks.class);

  /** A worker whose lists hang costs one sweep in so many checks. */
  private static final int MOST_CHECKS_TO_SWEEP = 16;

  private final ControlDependencies dependencies;
  private final OwningTeam owner;
  private final Policy policy;
  private final CheckQueue queue;
  private final Lane lane;
  private final Jitter jitter;
  private final Consumer<CheckReport> result;
  private final List<CompletableFuture<CheckReport>> asked = new ArrayList<>();

  private Prober.@Nullable ProbeTarget target;
  private @Nullable CheckReport latest;

  /** After a first failure another check soon tells who was only busy from who is broken. */
  private boolean failedFirst;

  /** Whether the next check was brought forward; whatever else is seen waits for it. */
  private boolean broughtForward;

  private long latestAt;
  private @Nullable CompletableFuture<CheckReport> running;
  private CheckQueue.@Nullable Ticket ticket;
  private int timedOutAt = CheckQueue.NEVER_TIMED_OUT;
  private boolean periodic;
  private boolean allowed = true;
  private boolean stopped;
  private boolean planned;
  private boolean sweeping;

  /** Whether nothing of earlier checks is left to be looked after. */
  private boolean clean;

  /**
   * Checks to be made before the next sweep; grows with each sweep in a row that left something.
   */
  private int checksToSweep;

  private int checksSinceSweep;

  private Lane.Timer next = () -> {};

  /**
   * @param owner whose the worker is
   * @param result told of each report, in the lane
   */
  SessionChecks(
      ControlDependencies dependencies,
      CheckQueue queue,
      OwningTeam owner,
      Lane lane,
      Consumer<CheckReport> result) {
    this.dependencies = dependencies;
    this.owner = owner;
    this.policy = dependencies.policy();
    this.queue = queue;
    this.lane = lane;
    this.jitter = new Jitter(dependencies.random());
    this.result = result;
  }

  void target(Prober.ProbeTarget target) {
    this.target = target;
  }

  Prober.ProbeTarget target() {
    return Objects.requireNonNull(target, "a session has a number before it is asked anything");
  }

  /** The latest report; null if there was none. */
  @Nullable CheckReport latest() {
    return latest;
  }

  /** How long ago the latest one ended; zero if there was none. */
  Duration age() {
    return latest == null ? Duration.ZERO : dependencies.ticker().since(latestAt);
  }

  /**
   * Has a check made for admission, unless one is coming.
   *
   * @param first whether it is the first one; a further one comes after an interval
   * @param known whether its name was held a moment ago: those go before strangers
   * @param entered told, in the lane, when it has entered the queue
   */
  void forAdmission(boolean first, boolean known, Runnable entered) {
    if (ticket == null && !planned) {
      planned = true;
      next =
          lane.after(
              first || wasDelayed()
                  ? Duration.ZERO
                  : jitter.around(policy.health().checkInterval()),
              () -> {
                enter(
                    History.CheckKind.ADMISSION,
                    known ? CheckQueue.Urgency.KNOWN : CheckQueue.Urgency.ORDINARY);
                entered.run();
              });
    }
  }

  /** Then the check says nothing, and is made again at once: from the end of the queue. */
  private boolean wasDelayed() {
    return latest != null
        && latest.problem() != null
        && latest.problem().cause() == FailureCause.GATEWAY_DELAYED;
  }

  /** What its check waits for; null if none waits for its turn. */
  CheckQueue.@Nullable Place place() {
    return ticket == null ? null : ticket.place();
  }

  /**
   * Has checks made from now on.
   *
   * @param justChecked whether one was just made; otherwise the first comes within one interval
   */
  void periodically(boolean justChecked) {
    periodic = true;
    sweep();
    Duration interval = policy.health().checkInterval();
    plan(justChecked ? jitter.around(interval) : jitter.within(interval));
  }

  /** Has what earlier checks left on the worker destroyed, unless that is being done. */
  void sweep() {
    if (sweeping || stopped) {
      return;
    }
    CompletableFuture<Boolean> sweep =
        dependencies.prober().sweep(target(), policy.health().checkLimit());
    sweeping = true;
    checksSinceSweep = 0;
    sweep.thenAccept(nothingLeft -> lane.run(() -> swept(nothingLeft)));
  }

  private void swept(boolean nothingLeft) {
    sweeping = false;
    clean = nothingLeft;
    checksToSweep = nothingLeft ? 0 : Math.clamp(2L * checksToSweep, 1, MOST_CHECKS_TO_SWEEP);
  }

  /** After a sweep that left something the next one comes after 1 check, then 2, 4 ... */
  private void sweepIfDue() {
    checksSinceSweep++;
    if (!clean && checksSinceSweep >= checksToSweep) {
      sweep();
    }
  }

  /** Takes note of what a heartbeat saw of our own: with no check under way it was left behind. */
  void seen(int checkObjects) {
    clean &= checkObjects == 0 || running != null;
  }

  /** Whether one is being made now, or cleans up. */
  boolean areUnderWay() {
    return running != null;
  }

  /** Brings the next periodic check forward, at most to some seconds after the last one. */
  void soon() {
    if (!periodic || ticket != null || stopped || broughtForward) {
      return;
    }
    broughtForward = true;
    Duration left = policy.health().soonest().minus(age());
    plan(latest == null || left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether periodic checks may be made; they are skipped, not failed, while they may not. */
  void allow(boolean yes) {
    allowed = yes;
  }

  /** Has a check made as soon as none is under way. Thread-safe. */
  CompletableFuture<CheckReport> now() {
    CompletableFuture<CheckReport> answer = new CompletableFuture<>();
    lane.run(() -> {
      asked.add(answer);
      if (stopped) {
        answerAll(cancelled());
      } else if (running == null) {
        next.cancel();
        leave();
        enter(History.CheckKind.ASKED, CheckQueue.Urgency.ASKED);
      }
    });
    return answer;
  }

  /** Ends it; a check under way is called off and cleans up after itself. */
  void stop() {
    stopped = true;
    next.cancel();
    leave();
    if (running != null) {
      running.cancel(false);
    }
    answerAll(cancelled());
  }

  private static CheckReport cancelled() {
    return new CheckReport(Verdict.INCONCLUSIVE, null, Duration.ZERO, List.of());
  }

  private void plan(Duration delay) {
    next.cancel();
    planned = true;
    next = lane.after(delay, this::runPeriodic);
  }

  private void runPeriodic() {
    if (allowed) {
      enter(History.CheckKind.PERIODIC, CheckQueue.Urgency.ORDINARY);
    } else {
      plan(jitter.around(policy.health().checkInterval()));
    }
  }

  private void enter(History.CheckKind kind, CheckQueue.Urgency urgency) {
    if (stopped || ticket != null) {
      return;
    }
    planned = false;
    broughtForward = false;
    ticket = queue.enter(urgency, timedOutAt, turn -> lane.run(() -> run(kind, turn)));
  }

  private void leave() {
    if (ticket != null) {
      ticket.leave();
      ticket = null;
    }
  }

  private void run(History.CheckKind kind, CheckQueue.Ticket turn) {
    if (turn != ticket) {
      return; // it was left meanwhile
    }
    if (kind == History.CheckKind.PERIODIC && !allowed) {
      leave();
      plan(jitter.around(policy.health().checkInterval()));
      return;
    }
    List<CompletableFuture<CheckReport>> askers = List.copyOf(asked);
    CompletableFuture<CheckReport> check = start(kind);
    running = check;
    check.thenAccept(report -> {
      int slow = turn.done(report);
      lane.run(() -> done(kind, report, slow, askers));
    });
  }

  /** Also a prober that fails instead of answering must not be the end of all checks. */
  private CompletableFuture<CheckReport> start(History.CheckKind kind) {
    try {
      return dependencies.prober().check(target(), policy.health().checkLimit(), depth(kind));
    } catch (RuntimeException e) {
      log.atError().addKeyValue("worker", target().name()).setCause(e).log("no check was made");
      return CompletableFuture.completedFuture(cancelled());
    }
  }

  /** Whoever asks by hand wants to know all. */
  private static Prober.Depth depth(History.CheckKind kind) {
    return kind == History.CheckKind.ASKED ? Prober.Depth.THOROUGH : Prober.Depth.AS_DUE;
  }

  private void done(
      History.CheckKind kind,
      CheckReport report,
      int slow,
      List<CompletableFuture<CheckReport>> askers) {
    running = null;
    ticket = null;
    timedOutAt = slow;
    failedFirst = report.verdict() == Verdict.FAILING && !failedLast();
    latest = report;
    latestAt = dependencies.ticker().nanos();
    clean &= report.verdict().isGood();
    // Whatever of this fails: who asked is answered, and the next check comes.
    try {
      dependencies.metrics().checked(kind, report);
      write(kind, report);
    } finally {
      askers.forEach(asker -> asker.complete(report));
      if (!stopped) {
        asked.subList(0, askers.size()).clear();
        tell(report);
      }
    }
  }

  private boolean failedLast() {
    return latest != null && latest.verdict() == Verdict.FAILING;
  }

  private void tell(CheckReport report) {
    try {
      result.accept(report);
      sweepIfDue();
    } finally {
      goOn();
    }
  }

  private void goOn() {
    if (stopped) {
      return;
    }
    if (!asked.isEmpty()) {
      enter(History.CheckKind.ASKED, CheckQueue.Urgency.ASKED);
    } else if (periodic) {
      plan(
          jitter.around(failedFirst ? policy.health().recheck() : policy.health().checkInterval()));
    }
  }

  private void write(History.CheckKind kind, CheckReport report) {
    log.atInfo()
        .addKeyValue("worker", target().name())
        .addKeyValue("verdict", report.verdict().word())
        .addKeyValue("took_ms", report.duration().toMillis())
        .log("deep check: {}", report.words());
    try {
      dependencies
          .history()
          .write(
              target().name(), owner, target().incarnation(), dependencies.gateway(), kind, report);
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", target().name()).setCause(e).log("check not written");
    }
  }

  private void answerAll(CheckReport report) {
    asked.forEach(asker -> asker.complete(report));
    asked.clear();
  }
}
