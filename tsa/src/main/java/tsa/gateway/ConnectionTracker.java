package tsa.gateway;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.SchedulingDelay;
import tsa.control.port.Ticker;
import tsa.gateway.connection.ConnectionLimiter;
import tsa.gateway.connection.ConnectionSlots;
import tsa.gateway.connection.HandshakePacer;
import tsa.gateway.connection.HandshakeQueue;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.KeyUsage;
import tsa.gateway.settings.GatewaySettings;

/** Follows every connection from its acceptance to its end. Thread-safe. */
final class ConnectionTracker implements SessionListener {
  private static final Logger log = LoggerFactory.getLogger(ConnectionTracker.class);

  private final GatewaySettings settings;
  private final ConnectionLimiter limiter;
  private final HandshakeQueue handshakes;
  private final LoginTimer logins;
  private final KeyUsage usage;
  private final KeyRevocation revocation;
  private final AuditLog audit;
  private final Ticker ticker;
  private final SchedulingDelay delay;
  private final ScheduledExecutorService timers;

  ConnectionTracker(
      GatewaySettings settings,
      ConnectionLimiter limiter,
      KeyUsage usage,
      KeyRevocation revocation,
      AuditLog audit,
      Ticker ticker,
      SchedulingDelay delay,
      ScheduledExecutorService timers) {
    this.settings = settings;
    this.limiter = limiter;
    int cores = Runtime.getRuntime().availableProcessors();
    HandshakePacer pacer = new HandshakePacer(settings.limits().login().handshakes(cores), ticker);
    this.handshakes = new HandshakeQueue(pacer, cores, ticker, delay, timers);
    this.logins = new LoginTimer(settings.limits().login().timeout(), ticker, delay, timers);
    this.delay = delay;
    this.usage = usage;
    this.revocation = revocation;
    this.audit = audit;
    this.ticker = ticker;
    this.timers = timers;
  }

  /** Not earlier: the library leaves the socket open when its acceptance is refused. */
  @Override
  public void sessionCreated(Session session) {
    String source = ConnectionLimiter.source(session.getRemoteAddress());
    if (!limiter.admits(source)) {
      audit.dropped(session);
      session.close(true);
      return;
    }
    SshConnection connection =
        SshConnection.attach(
            session, settings, new ConnectionSlots(source, limiter, usage), ticker.nanos());
    IoSession io = session.getIoSession();
    io.suspendRead();
    connection.waits(
        handshakes.enter(
            source,
            limiter.knows(source),
            () -> {
              logins.begin(connection);
              io.resumeRead();
            }));
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      SshConnection.of(session).ifPresent(this::authenticated);
    }
  }

  private void authenticated(SshConnection connection) {
    String source = ConnectionLimiter.source(connection.session().getRemoteAddress());
    boolean isNew = !limiter.knows(source);
    ConnectionSlots.LoginOutcome login = connection.proven();
    if (isNew && limiter.knows(source)) {
      handshakes.recognize(source);
    }
    handshakes.left(connection.turn(), true);
    if (login == ConnectionSlots.LoginOutcome.VOID) {
      return;
    }
    audit.letIn();
    startKeepalive(connection);
    if (login == ConnectionSlots.LoginOutcome.FULL) {
      Thread.ofVirtual().name("refusal").start(() -> refuse(connection));
      return;
    }
    // The keys may have been read anew since this one was looked up.
    revocation.review(connection);
  }

  private static void refuse(SshConnection connection) {
    String why = "too many connections with this key";
    connection.endingFor(why);
    try {
      connection.session().disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, why);
    } catch (IOException e) {
      log.debug("{}: disconnecting: {}", connection.address(), e.toString());
      connection.session().close(true);
    }
  }

  private void startKeepalive(SshConnection connection) {
    Keepalive keepalive = new Keepalive(connection, settings.limits(), delay);
    long interval = settings.limits().liveness().interval().toMillis();
    // A random start, so that a fleet that came back together does not send heartbeats together.
    long first = ThreadLocalRandom.current().nextLong(interval) + 1;
    Runnable tick = () -> Thread.ofVirtual().name("keepalive").start(keepalive::tick);
    keepalive.timedBy(timers.scheduleAtFixedRate(tick, first, interval, TimeUnit.MILLISECONDS));
  }

  @Override
  public void sessionDisconnect(
      Session session, int reason, String msg, String language, boolean initiator) {
    if (!initiator) {
      SshConnection.of(session).ifPresent(SshConnection::goodbye);
    }
  }

  @Override
  public void sessionClosed(Session session) {
    SshConnection.of(session).ifPresent(this::closed);
  }

  private void closed(SshConnection connection) {
    connection.ended();
    handshakes.left(connection.turn(), false);
    connection.forwards().close();
    audit.connection(connection, ticker.since(connection.since()));
  }
}
