package tsa.probe;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.DelayMonitor;
import tsa.control.Prober;
import tsa.control.ResidueJournal;
import tsa.control.StoreException;
import tsa.control.Ticker;
import tsa.control.Tunnel.Server;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckReport.Problem;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.worker.CheckHandle;

/**
 * Probes over tunnels: each on a virtual thread of its own, and of the sweeps a limited number at
 * once. Futures never fail but by the caller's own cancelling. Thread-safe.
 */
public final class TunnelProber implements Prober, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TunnelProber.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration SPARE = Duration.ofSeconds(5);

  private final ProbeSettings settings;
  private final ResidueJournal journal;
  private final UUID gateway;
  private final Ticker ticker;
  private final Semaphore sweepPlaces;
  private final ScheduledThreadPoolExecutor timer;
  private final DelayMonitor delay;
  private final Tasks tasks;
  private final Memory memory;

  /**
   * @param journal where handles are written down before anything is made under them
   * @param gateway the id of this process, for the journal
   * @param ticker measures limits and durations
   * @param delay of this process; measured on the timer that also ends calls to workers
   */
  public TunnelProber(
      ProbeSettings settings,
      ResidueJournal journal,
      UUID gateway,
      Ticker ticker,
      DelayMonitor delay) {
    this.settings = settings;
    this.journal = journal;
    this.gateway = gateway;
    this.ticker = ticker;
    this.sweepPlaces = new Semaphore(settings.sweepsAtOnce(), true);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("probe-timer").daemon().factory());
    this.timer.setRemoveOnCancelPolicy(true);
    this.delay = delay;
    delay.watch(timer);
    this.tasks = new Tasks();
    this.memory = new Memory(settings.thoroughEvery());
  }

  @Override
  public CompletableFuture<BeatResult> beat(Target target, Duration limit) {
    BeatResult late = missed(FailureCause.TIMED_OUT, "the probe itself did not end in time");
    BeatResult broken = missed(FailureCause.CANCELLED, "the probe failed within the gateway");
    return tasks.start(
        "beat " + target.name(),
        limit.plus(SPARE),
        late,
        broken,
        abort -> beat(target, limit, abort));
  }

  private static BeatResult missed(FailureCause cause, String detail) {
    return new BeatResult.Missed(Server.GARDEN, cause, detail);
  }

  /** A beat that this process itself may have missed says nothing of the worker. */
  private BeatResult beat(Target target, Duration limit, Abort abort) throws InterruptedException {
    Duration before = delay.total();
    BeatResult result = ask(target, limit, abort);
    boolean excused =
        result instanceof BeatResult.Missed missed
            && missed.cause() == FailureCause.TIMED_OUT
            && delay.explains(before, limit);
    return excused
        ? missed(FailureCause.GATEWAY_DELAYED, Finding.delayedBy(delay.since(before)))
        : result;
  }

  private BeatResult ask(Target target, Duration limit, Abort abort) throws InterruptedException {
    Deadline deadline = Deadline.in(limit, ticker);
    WorkerHttp http = new WorkerHttp(target.tunnel(), timer, abort);
    CompletableFuture<Beats.Listed> volumes = new CompletableFuture<>();
    Thread other =
        Thread.ofVirtual()
            .name("beat-volumes " + target.name())
            .start(() -> {
              try {
                volumes.complete(Beats.ask(Server.BAGGAGECLAIM, http, abort, deadline));
              } catch (RuntimeException defect) {
                volumes.completeExceptionally(defect); // so that nobody waits for ever
              }
            });
    Beats.Listed containers = Beats.ask(Server.GARDEN, http, abort, deadline);
    other.join();
    return Beats.both(containers, volumes.join());
  }

  @Override
  public CompletableFuture<CheckReport> check(Target target, Duration limit, Depth depth) {
    Duration ceiling = limit.multipliedBy(1 + CheckContext.LIFE_IN_LIMITS).plus(SPARE);
    return tasks.start(
        "check " + target.name(),
        ceiling,
        unsaid("the check itself did not end in time"),
        unsaid("the check failed within the gateway"),
        abort -> check(target, limit, depth, abort));
  }

  private CheckReport check(Target target, Duration limit, Depth depth, Abort abort) {
    if (abort.isTripped()) {
      return unsaid("called off");
    }
    boolean thorough = depth == Depth.THOROUGH || memory.thoroughIsDue(target);
    DeepCheck check =
        new DeepCheck(
            context(target, abort),
            CheckHandle.of(UUID.randomUUID()),
            memory.capacity(target).orElse(null),
            thorough,
            limit);
    CheckReport report = check.run();
    memory.learn(target, check.capacity(), thorough, report.verdict());
    return report;
  }

  private static CheckReport unsaid(String detail) {
    Problem problem = new Problem(CheckStep.PING, FailureCause.CANCELLED, detail);
    return new CheckReport(Verdict.INCONCLUSIVE, problem, Duration.ZERO, List.of());
  }

  @Override
  public CompletableFuture<Boolean> sweep(Target target, Duration limit) {
    return tasks.start(
        "sweep " + target.name(),
        limit.multipliedBy(2).plus(SPARE),
        false,
        false,
        abort -> sweep(target, limit, abort));
  }

  private boolean sweep(Target target, Duration limit, Abort abort) {
    if (!placed(sweepPlaces, limit, abort)) {
      return false;
    }
    try {
      return new Sweep(context(target, abort)).run(Deadline.in(limit, ticker));
    } catch (StoreException e) {
      log.atWarn()
          .addKeyValue("worker", target.name())
          .setCause(e)
          .log("a sweep could not read the journal");
      return false;
    } finally {
      sweepPlaces.release();
    }
  }

  private CheckContext context(Target target, Abort abort) {
    return new CheckContext(
        target.tunnel(),
        new CheckJournal(journal, gateway, target),
        settings.containerLimit(),
        timer,
        ticker,
        delay,
        abort);
  }

  private static boolean placed(Semaphore among, Duration patience, Abort abort) {
    try (Abort.Hook _ = abort.interruptOnTrip()) {
      return among.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return false; // called off
    }
  }

  /**
   * Calls all probes off and waits a few seconds for what they clean up. What they cannot clean up
   * by then is in the journal.
   */
  @Override
  public void close() {
    tasks.close(CLOSE_LIMIT);
    timer.shutdown();
  }
}
