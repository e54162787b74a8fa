package tsa.gateway;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import tsa.control.Ticker;

/** Follows every connection from its acceptance to its end. Thread-safe. */
final class Connections implements SessionListener {
  private final GatewaySettings settings;
  private final Doorkeeper door;
  private final Ticker ticker;
  private final ScheduledExecutorService timers;

  Connections(
      GatewaySettings settings, Doorkeeper door, Ticker ticker, ScheduledExecutorService timers) {
    this.settings = settings;
    this.door = door;
    this.ticker = ticker;
    this.timers = timers;
  }

  /** Not earlier: the library leaves the socket open when its acceptance is refused. */
  @Override
  public void sessionCreated(Session session) {
    if (!door.admits()) {
      session.close(true);
      return;
    }
    door.began();
    Peer.attach(session, settings, ticker.nanos());
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated) {
      Peer.of(session).ifPresent(this::authenticated);
    }
  }

  private void authenticated(Peer peer) {
    if (!peer.isAuthenticated()) {
      peer.proven();
      door.settled();
      startKeepalive(peer);
    }
  }

  private void startKeepalive(Peer peer) {
    Keepalive keepalive = new Keepalive(peer, settings.limits());
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
    if (!peer.isAuthenticated()) {
      door.settled();
    }
    peer.forwards().close();
    Audit.connection(peer, ticker.since(peer.since()));
  }
}
