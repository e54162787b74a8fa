package tsa.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.SchedulingDelay;
import tsa.control.port.Ticker;
import tsa.gateway.connection.SshConnection;
import tsa.worker.GoDuration;

/**
 * Ends connections that take too long to prove a key. The time begins with their turn, and what
 * this process itself was late by is not counted: neither is the peer's doing. Thread-safe.
 */
final class LoginTimer {
  private static final Logger log = LoggerFactory.getLogger(LoginTimer.class);

  private final Duration timeout;
  private final Ticker ticker;
  private final SchedulingDelay delay;
  private final ScheduledExecutorService timers;

  LoginTimer(
      Duration timeout, Ticker ticker, SchedulingDelay delay, ScheduledExecutorService timers) {
    this.timeout = timeout;
    this.ticker = ticker;
    this.delay = delay;
    this.timers = timers;
  }

  /** Its time begins. */
  void begin(SshConnection connection) {
    look(connection, ticker.nanos(), delay.total(), timeout);
  }

  private void look(SshConnection connection, long begun, Duration delayBefore, Duration in) {
    try {
      timers.schedule(
          () -> lookNow(connection, begun, delayBefore), in.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The gateway is closed, and all its connections with it.
    }
  }

  private void lookNow(SshConnection connection, long begun, Duration delayBefore) {
    if (!connection.session().isOpen() || connection.session().isAuthenticated()) {
      return;
    }
    Duration left = timeout.minus(delay.undelayed(delayBefore, ticker.since(begun)));
    if (left.isPositive()) {
      look(connection, begun, delayBefore, left);
    } else {
      Thread.ofVirtual().name("login-timeout").start(() -> end(connection));
    }
  }

  private void end(SshConnection connection) {
    String why = "no key was proven within " + GoDuration.print(timeout);
    connection.endingFor(why);
    try {
      connection.session().disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
    } catch (IOException e) {
      log.debug("{}: disconnecting: {}", connection.address(), e.toString());
    }
    connection.session().close(true);
  }
}
