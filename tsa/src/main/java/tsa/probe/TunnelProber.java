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
import tsa.control.port.Prober;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;
import tsa.control.port.Tunnel.Server;
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
  private final ProbeTasks tasks;
  private final CapabilityCache capabilities;

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
    this.tasks = new ProbeTasks();
    this.capabilities = new CapabilityCache(settings.thoroughEvery());
  }

  @Override
  public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
    HeartbeatResult late = missed(FailureCause.TIMED_OUT, "the probe itself did not end in time");
    HeartbeatResult broken = missed(FailureCause.CANCELLED, "the probe failed within the gateway");
    return tasks.start(
        "heartbeat " + target.name(),
        limit.plus(SPARE),
        late,
        broken,
        cancellation -> heartbeat(target, limit, cancellation));
  }

  private static HeartbeatResult missed(FailureCause cause, String detail) {
    return new HeartbeatResult.Missed(Server.GARDEN, cause, detail);
  }

  /** A heartbeat that this process itself may have missed says nothing of the worker. */
  private HeartbeatResult heartbeat(ProbeTarget target, Duration limit, Cancellation cancellation)
      throws InterruptedException {
    Duration before = delay.total();
    HeartbeatResult result = ask(target, limit, cancellation);
    boolean excused =
        result instanceof HeartbeatResult.Missed missed
            && missed.cause() == FailureCause.TIMED_OUT
            && delay.explains(before, limit);
    return excused
        ? missed(FailureCause.GATEWAY_DELAYED, Finding.delayedBy(delay.since(before)))
        : result;
  }

  private HeartbeatResult ask(ProbeTarget target, Duration limit, Cancellation cancellation)
      throws InterruptedException {
    CallDeadline deadline = CallDeadline.in(limit, ticker);
    WorkerHttpClient http = new WorkerHttpClient(target.tunnel(), timer, cancellation);
    CompletableFuture<HeartbeatProbe.ListResult> volumes = new CompletableFuture<>();
    Thread other =
        Thread.ofVirtual()
            .name("heartbeat-volumes " + target.name())
            .start(() -> {
              try {
                volumes.complete(
                    HeartbeatProbe.ask(Server.BAGGAGECLAIM, http, cancellation, deadline));
              } catch (RuntimeException defect) {
                volumes.completeExceptionally(defect); // so that nobody waits for ever
              }
            });
    HeartbeatProbe.ListResult containers =
        HeartbeatProbe.ask(Server.GARDEN, http, cancellation, deadline);
    other.join();
    return HeartbeatProbe.both(containers, volumes.join());
  }

  @Override
  public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
    Duration ceiling = limit.multipliedBy(1 + CheckContext.LIFE_IN_LIMITS).plus(SPARE);
    return tasks.start(
        "check " + target.name(),
        ceiling,
        unsaid("the check itself did not end in time"),
        unsaid("the check failed within the gateway"),
        cancellation -> check(target, limit, depth, cancellation));
  }

  private CheckReport check(
      ProbeTarget target, Duration limit, Depth depth, Cancellation cancellation) {
    if (cancellation.isTripped()) {
      return unsaid("called off");
    }
    boolean thorough = depth == Depth.THOROUGH || capabilities.thoroughIsDue(target);
    DeepCheck check =
        new DeepCheck(
            context(target, cancellation),
            CheckHandle.of(UUID.randomUUID()),
            capabilities.capacity(target).orElse(null),
            thorough,
            limit);
    CheckReport report = check.run();
    capabilities.learn(target, check.capacity(), thorough, report.verdict());
    return report;
  }

  private static CheckReport unsaid(String detail) {
    Problem problem = new Problem(CheckStep.PING, FailureCause.CANCELLED, detail);
    return new CheckReport(Verdict.INCONCLUSIVE, problem, Duration.ZERO, List.of());
  }

  @Override
  public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
    return tasks.start(
        "sweep " + target.name(),
        limit.multipliedBy(2).plus(SPARE),
        false,
        false,
        cancellation -> sweep(target, limit, cancellation));
  }

  private boolean sweep(ProbeTarget target, Duration limit, Cancellation cancellation) {
    if (!placed(sweepPlaces, limit, cancellation)) {
      return false;
    }
    try {
      return new ResidueSweep(context(target, cancellation)).run(CallDeadline.in(limit, ticker));
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

  private CheckContext context(ProbeTarget target, Cancellation cancellation) {
    return new CheckContext(
        target.tunnel(),
        new CheckJournal(journal, gateway, target),
        settings.containerLimit(),
        timer,
        ticker,
        delay,
        cancellation);
  }

  private static boolean placed(Semaphore among, Duration patience, Cancellation cancellation) {
    try (Cancellation.Hook _ = cancellation.interruptOnTrip()) {
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
