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
import tsa.control.Ticker;
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
  void begin(Peer peer) {
    look(peer, ticker.nanos(), delay.total(), timeout);
  }

  private void look(Peer peer, long begun, Duration delayBefore, Duration in) {
    try {
      timers.schedule(() -> lookNow(peer, begun, delayBefore), in.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The gateway is closed, and all its connections with it.
    }
  }

  private void lookNow(Peer peer, long begun, Duration delayBefore) {
    if (!peer.session().isOpen() || peer.session().isAuthenticated()) {
      return;
    }
    Duration left = timeout.minus(ticker.since(begun)).plus(delay.since(delayBefore));
    if (left.isPositive()) {
      look(peer, begun, delayBefore, left);
    } else {
      Thread.ofVirtual().name("login-timeout").start(() -> end(peer));
    }
  }

  private void end(Peer peer) {
    String why = "no key was proven within " + GoDuration.print(timeout);
    peer.endingFor(why);
    try {
      peer.session().disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
    } catch (IOException e) {
      log.debug("{}: disconnecting: {}", peer.address(), e.toString());
    }
    peer.session().close(true);
  }
}
