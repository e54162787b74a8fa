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
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Verdict;

/**
 * When the deep checks of one session are made: one at a time, spread by jitter, and only while the
 * worker is expected to work. Runs in the lane of its session.
 */
final class SessionChecks {
  private static final Logger log = LoggerFactory.getLogger(SessionChecks.class);

  private final Parts parts;
  private final Owner owner;
  private final Policy policy;
  private final Lane lane;
  private final Jitter jitter;
  private final Consumer<CheckReport> result;
  private final List<CompletableFuture<CheckReport>> asked = new ArrayList<>();

  private Prober.@Nullable Target target;
  private @Nullable CheckReport latest;
  private long latestAt;
  private @Nullable CompletableFuture<CheckReport> running;
  private boolean periodic;
  private boolean allowed = true;
  private boolean stopped;
  private boolean planned;
  private boolean sweeping;

  /** Whether nothing of earlier checks is left to be looked after. */
  private boolean clean;

  private Lane.Timer next = () -> {};

  /**
   * @param owner whose the worker is
   * @param result told of each report, in the lane
   */
  SessionChecks(Parts parts, Owner owner, Lane lane, Consumer<CheckReport> result) {
    this.parts = parts;
    this.owner = owner;
    this.policy = parts.policy();
    this.lane = lane;
    this.jitter = new Jitter(parts.random());
    this.result = result;
  }

  void target(Prober.Target target) {
    this.target = target;
  }

  Prober.Target target() {
    return Objects.requireNonNull(target, "a session has a number before it is asked anything");
  }

  /** The latest report; null if there was none. */
  @Nullable CheckReport latest() {
    return latest;
  }

  /** How long ago the latest one ended; zero if there was none. */
  Duration age() {
    return latest == null ? Duration.ZERO : parts.ticker().since(latestAt);
  }

  /**
   * Has a check made for admission.
   *
   * @param first whether it is the first one; a further one waits its turn
   */
  void forAdmission(boolean first) {
    if (running == null && !planned) {
      planned = true;
      next =
          lane.after(
              first ? Duration.ZERO : jitter.around(policy.work().checkInterval()),
              () -> run(History.CheckKind.ADMISSION));
    }
  }

  /**
   * Has checks made from now on.
   *
   * @param justChecked whether one was just made; otherwise the first comes within one interval
   */
  void periodically(boolean justChecked) {
    periodic = true;
    sweep();
    Duration interval = policy.work().checkInterval();
    plan(justChecked ? jitter.around(interval) : jitter.within(interval));
  }

  /** Has what earlier checks left on the worker destroyed, unless that is being done. */
  void sweep() {
    if (sweeping || stopped) {
      return;
    }
    sweeping = true;
    parts
        .prober()
        .sweep(target(), policy.work().checkLimit())
        .thenAccept(nothingLeft -> lane.run(() -> swept(nothingLeft)));
  }

  private void swept(boolean nothingLeft) {
    sweeping = false;
    clean = nothingLeft;
  }

  /** Takes note of what a beat saw of our own: with no check under way it was left behind. */
  void seen(int checkObjects) {
    clean &= checkObjects == 0 || running != null;
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
      if (running == null && !stopped) {
        next.cancel();
        run(History.CheckKind.ASKED);
      } else if (stopped) {
        answerAll(cancelled());
      }
    });
    return answer;
  }

  /** Ends it; a check under way is called off and cleans up after itself. */
  void stop() {
    stopped = true;
    next.cancel();
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
      run(History.CheckKind.PERIODIC);
    } else {
      plan(jitter.around(policy.work().checkInterval()));
    }
  }

  private void run(History.CheckKind kind) {
    if (stopped || running != null) {
      return;
    }
    planned = false;
    List<CompletableFuture<CheckReport>> askers = List.copyOf(asked);
    running = parts.prober().check(target(), policy.work().checkLimit(), depth(kind));
    running.thenAccept(report -> lane.run(() -> done(kind, report, askers)));
  }

  /** Whoever asks by hand wants to know all. */
  private static Prober.Depth depth(History.CheckKind kind) {
    return kind == History.CheckKind.ASKED ? Prober.Depth.THOROUGH : Prober.Depth.AS_DUE;
  }

  private void done(
      History.CheckKind kind, CheckReport report, List<CompletableFuture<CheckReport>> askers) {
    running = null;
    latest = report;
    latestAt = parts.ticker().nanos();
    parts.meters().checked(kind, report);
    write(kind, report);
    askers.forEach(asker -> asker.complete(report));
    if (stopped) {
      return;
    }
    asked.subList(0, askers.size()).clear();
    result.accept(report);
    clean &= report.verdict().isGood();
    if (!clean) {
      sweep();
    }
    if (!asked.isEmpty()) {
      run(History.CheckKind.ASKED);
    } else if (periodic) {
      plan(jitter.around(policy.work().checkInterval()));
    }
  }

  private void write(History.CheckKind kind, CheckReport report) {
    log.atInfo()
        .addKeyValue("worker", target().name())
        .addKeyValue("verdict", report.verdict().word())
        .addKeyValue("took_ms", report.duration().toMillis())
        .log("deep check: {}", report.words());
    try {
      parts
          .history()
          .write(target().name(), owner, target().incarnation(), parts.gateway(), kind, report);
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", target().name()).setCause(e).log("check not written");
    }
  }

  private void answerAll(CheckReport report) {
    asked.forEach(asker -> asker.complete(report));
    asked.clear();
  }
}
