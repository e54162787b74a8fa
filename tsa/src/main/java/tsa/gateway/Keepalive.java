package tsa.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.SchedulingDelay;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.settings.GatewayLimits;

/**
 * Asks one peer for signs of life, and ends the connection when too many stay out. The library
 * offers nothing that notices a dead peer: its idle time starts again with every packet that we
 * write (docs/protocol/ssh-library.md#dead-peers). Also ends a connection that has had no command
 * for too long.
 */
final class Keepalive {
  private static final Logger log = LoggerFactory.getLogger(Keepalive.class);

  /** OpenSSH's name; any answer is a sign of life, also the failure of those who do not know it. */
  private static final String REQUEST = "keepalive@openssh.com";

  private final SshConnection connection;
  private final GatewayLimits.Liveness limits;
  private final SchedulingDelay delay;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final long idleLimit;
  private int idle;
  private Duration delayBefore;
  private volatile @Nullable ScheduledFuture<?> timer;

  /**
   * @param delay of this process: an answer may have waited here for as long
   */
  Keepalive(SshConnection connection, GatewayLimits limits, SchedulingDelay delay) {
    this.connection = connection;
    this.limits = limits.liveness();
    this.delay = delay;
    this.delayBefore = delay.total();
    this.idleLimit = Math.max(1, this.limits.commandWait().dividedBy(this.limits.interval()));
  }

  /** Notes the timer that calls {@link #tick}, to be stopped with the connection. */
  void timedBy(ScheduledFuture<?> schedule) {
    timer = schedule;
  }

  /** Called once each interval, never twice at the same time. */
  void tick() {
    if (!connection.session().isOpen()) {
      stop();
    } else if (wasDelayed()) {
      unanswered.set(0);
      ask();
    } else if (unanswered.get() >= limits.misses()) {
      end("no sign of life for " + limits.misses() + " requests");
    } else if (isIdle()) {
      end("no command for too long");
    } else {
      ask();
    }
  }

  private boolean wasDelayed() {
    boolean delayed = delay.explains(delayBefore, limits.interval());
    delayBefore = delay.total();
    return delayed;
  }

  private boolean isIdle() {
    idle = connection.commands().inFlight() > 0 ? 0 : idle + 1;
    return idle > idleLimit;
  }

  private void ask() {
    Session session = connection.session();
    try {
      Buffer packet = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      packet.putString(REQUEST);
      packet.putBoolean(true);
      unanswered.incrementAndGet();
      session.request(packet, REQUEST, (command, answer) -> unanswered.set(0));
    } catch (IOException e) {
      log.debug("{}: asking for a sign of life: {}", connection.address(), e.toString());
    }
  }

  private void end(String why) {
    connection.endingFor(why);
    stop();
    connection.session().close(true);
  }

  private void stop() {
    ScheduledFuture<?> ticks = timer;
    if (ticks != null) {
      ticks.cancel(false);
    }
  }
}
