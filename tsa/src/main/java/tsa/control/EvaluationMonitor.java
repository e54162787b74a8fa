package tsa.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Ticker;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.SuspensionCause;
import tsa.worker.GoDuration;

/**
 * Watches the TSA itself: its store, its loop and the clock
 * (docs/decisions/0031-health-evaluation-is-suspended-when-in-doubt.md). Whatever is found wanting
 * suspends health evaluation at once; it is active again from the first pass on that finds nothing.
 * Thread-safe.
 */
final class EvaluationMonitor {
  private static final Logger log = LoggerFactory.getLogger(EvaluationMonitor.class);

  /** A pass this much later than planned means that the process did not run as it should. */
  static final Duration LATE = Duration.ofSeconds(5);

  /** A store this slow may have lost heartbeats. */
  static final Duration SLOW = Duration.ofSeconds(5);

  /** The store's clock and the ticker may drift this far apart between two passes. */
  static final Duration JUMP = Duration.ofSeconds(5);

  private static final Suspension DELAYED =
      new Suspension(SuspensionCause.LATE, "this process ran too late to hear answers in time");
  private static final Suspension NOT_WRITTEN =
      new Suspension(SuspensionCause.HEARTBEATS, "heartbeats could not be written");

  private final Ticker ticker;
  private @Nullable Instant activeSince;
  private Suspension problem = new Suspension(SuspensionCause.STARTING, "just started");
  private @Nullable LastPass last;
  private boolean heartbeatsLost;
  private boolean delayed;
  private @Nullable Long writingSince;

  private record LastPass(Instant now, long nanos) {}

  /** Why health evaluation is suspended, as a kind and in words. */
  private record Suspension(SuspensionCause cause, String words) {}

  EvaluationMonitor(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Notes a pass that could read the store.
   *
   * @param due when it should have begun, on the ticker
   * @param begun when it began, on the ticker
   * @param now what the store's clock said
   */
  synchronized EvaluationStatus passed(long due, long begun, Instant now) {
    long done = ticker.nanos();
    Suspension found = problem(due, begun, done, now);
    last = new LastPass(now, done);
    heartbeatsLost = false;
    delayed = false;
    if (found == null) {
      resume(now);
    } else {
      suspend(found);
    }
    return status();
  }

  private @Nullable Suspension problem(long due, long begun, long done, Instant now) {
    Duration late = Duration.ofNanos(begun - due);
    Duration took = Duration.ofNanos(done - begun);
    if (late.compareTo(LATE) > 0) {
      return new Suspension(
          SuspensionCause.LATE, "the loop ran " + GoDuration.print(late) + " late");
    }
    if (took.compareTo(SLOW) > 0) {
      return new Suspension(
          SuspensionCause.DATABASE, "the database took " + GoDuration.print(took));
    }
    if (delayed) {
      return DELAYED;
    }
    if (heartbeatsLost) {
      return NOT_WRITTEN;
    }
    if (writingSince != null && done - writingSince > SLOW.toNanos()) {
      return new Suspension(
          SuspensionCause.HEARTBEATS,
          "heartbeats have been being written for "
              + GoDuration.print(Duration.ofNanos(done - writingSince)));
    }
    return jump(done, now);
  }

  private @Nullable Suspension jump(long done, Instant now) {
    if (last == null) {
      return null;
    }
    Duration byClock = Duration.between(last.now(), now);
    Duration byTicker = Duration.ofNanos(done - last.nanos());
    Duration apart = byClock.minus(byTicker).abs();
    return apart.compareTo(JUMP) > 0
        ? new Suspension(
            SuspensionCause.CLOCK, "the database's clock jumped by " + GoDuration.print(apart))
        : null;
  }

  /** Notes that the store could not be read. */
  synchronized void storeFailed() {
    suspend(new Suspension(SuspensionCause.DATABASE, "the database did not answer"));
  }

  /**
   * Notes that a heartbeat was missed through this process's own delay: no silence can be trusted.
   */
  synchronized void delayed() {
    delayed = true;
    suspend(DELAYED);
  }

  /** Notes that heartbeats could not be written: nobody's silence can be trusted. */
  synchronized void heartbeatsLost() {
    writingSince = null;
    heartbeatsLost = true;
    suspend(NOT_WRITTEN);
  }

  /**
   * Notes that heartbeats are about to be written: while that lasts, nobody's silence may be real.
   */
  synchronized void writingHeartbeats() {
    writingSince = ticker.nanos();
  }

  /** Notes that heartbeats were written. */
  synchronized void heartbeatsWritten() {
    if (writingSince != null && ticker.nanos() - writingSince > SLOW.toNanos()) {
      heartbeatsLost = true;
      suspend(
          new Suspension(
              SuspensionCause.HEARTBEATS,
              "writing heartbeats took " + GoDuration.print(ticker.since(writingSince))));
    }
    writingSince = null;
  }

  /** The store's clock at the last pass; null before the first. */
  synchronized @Nullable Instant lastRead() {
    return last == null ? null : last.now();
  }

  /** Whether health evaluation is active. */
  synchronized EvaluationStatus status() {
    return new EvaluationStatus(activeSince, problem.cause(), problem.words());
  }

  private void resume(Instant now) {
    if (activeSince == null) {
      log.atInfo().addKeyValue("was", problem.words()).log("health evaluation active");
      activeSince = now;
    }
  }

  private void suspend(Suspension found) {
    if (activeSince != null || !found.equals(problem)) {
      log.atWarn()
          .addKeyValue("problem", found.words())
          .log("health evaluation suspended: nobody is stalled or retired");
    }
    problem = found;
    activeSince = null;
  }
}
