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
import tsa.control.Ticker;

/** Follows every connection from its acceptance to its end. Thread-safe. */
final class Connections implements SessionListener {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private final GatewaySettings settings;
  private final Doorkeeper door;
  private final HandshakeQueue handshakes;
  private final LoginTimer logins;
  private final KeyUse uses;
  private final Withdrawal withdrawal;
  private final Audit audit;
  private final Ticker ticker;
  private final SchedulingDelay delay;
  private final ScheduledExecutorService timers;

  Connections(
      GatewaySettings settings,
      Doorkeeper door,
      KeyUse uses,
      Withdrawal withdrawal,
      Audit audit,
      Ticker ticker,
      SchedulingDelay delay,
      ScheduledExecutorService timers) {
    this.settings = settings;
    this.door = door;
    int cores = Runtime.getRuntime().availableProcessors();
    HandshakePace pace = new HandshakePace(settings.limits().login().handshakes(cores), ticker);
    this.handshakes = new HandshakeQueue(pace, cores, ticker, delay, timers);
    this.logins = new LoginTimer(settings.limits().login().timeout(), ticker, delay, timers);
    this.delay = delay;
    this.uses = uses;
    this.withdrawal = withdrawal;
    this.audit = audit;
    this.ticker = ticker;
    this.timers = timers;
  }

  /** Not earlier: the library leaves the socket open when its acceptance is refused. */
  @Override
  public void sessionCreated(Session session) {
    String source = Doorkeeper.source(session.getRemoteAddress());
    if (!door.admits(source)) {
      audit.dropped(session);
      session.close(true);
      return;
    }
    Peer peer = Peer.attach(session, settings, new Standing(source, door, uses), ticker.nanos());
    IoSession io = session.getIoSession();
    io.suspendRead();
    peer.waits(
        handshakes.enter(
            source,
            door.knows(source),
            () -> {
              logins.begin(peer);
              io.resumeRead();
            }));
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      Peer.of(session).ifPresent(this::authenticated);
    }
  }

  private void authenticated(Peer peer) {
    String source = Doorkeeper.source(peer.session().getRemoteAddress());
    boolean isNew = !door.knows(source);
    Standing.Login login = peer.proven();
    if (isNew && door.knows(source)) {
      handshakes.recognize(source);
    }
    handshakes.left(peer.turn(), true);
    if (login == Standing.Login.VOID) {
      return;
    }
    audit.letIn();
    startKeepalive(peer);
    if (login == Standing.Login.FULL) {
      Thread.ofVirtual().name("refusal").start(() -> refuse(peer));
      return;
    }
    // The keys may have been read anew since this one was looked up.
    withdrawal.review(peer);
  }

  private static void refuse(Peer peer) {
    String why = "too many connections with this key";
    peer.endingFor(why);
    try {
      peer.session().disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, why);
    } catch (IOException e) {
      log.debug("{}: disconnecting: {}", peer.address(), e.toString());
      peer.session().close(true);
    }
  }

  private void startKeepalive(Peer peer) {
    Keepalive keepalive = new Keepalive(peer, settings.limits(), delay);
    long interval = settings.limits().liveness().interval().toMillis();
    // A random start, so that a fleet that came back together does not beat together.
    long first = ThreadLocalRandom.current().nextLong(interval) + 1;
    Runnable beat = () -> Thread.ofVirtual().name("keepalive").start(keepalive::beat);
    keepalive.timedBy(timers.scheduleAtFixedRate(beat, first, interval, TimeUnit.MILLISECONDS));
  }

  @Override
  public void sessionDisconnect(
      Session session, int reason, String msg, String language, boolean initiator) {
    if (!initiator) {
      Peer.of(session).ifPresent(Peer::goodbye);
    }
  }

  @Override
  public void sessionClosed(Session session) {
    Peer.of(session).ifPresent(this::closed);
  }

  private void closed(Peer peer) {
    peer.ended();
    handshakes.left(peer.turn(), false);
    peer.forwards().close();
    audit.connection(peer, ticker.since(peer.since()));
  }
}
