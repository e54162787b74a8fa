package tsa.gateway;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tsa.control.LogBudget;
import tsa.control.Meters;
import tsa.control.Ticker;
import tsa.control.WorkerLink;
import tsa.worker.GoDuration;

/**
 * One line for each connection that ended and for each command. Reports and sweeps that went well,
 * and connections that offered no key, are told at level debug: a fleet of a thousand workers makes
 * over a hundred of the former a second, and anybody any number of the latter. Of strangers only so
 * many lines are written in a time. Thread-safe.
 */
final class Audit {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int STRANGERS = 50;

  private final LogBudget strangers;
  private final LogBudget drops;

  private final Meters meters;

  Audit(Ticker ticker, Meters meters) {
    this.meters = meters;
    this.strangers = new LogBudget(STRANGERS, TIME, ticker);
    this.drops = new LogBudget(1, TIME, ticker);
  }

  void command(Peer peer, Identity identity, Commands.Trace trace, Duration duration, Exit exit) {
    boolean routine = trace.isRoutine() && exit.equals(Exit.OK);
    if (!routine) {
      peer.noteWorthTelling();
    }
    of(routine ? log.atDebug() : log.atInfo(), peer, identity)
        .addKeyValue("command", trace.command())
        .addKeyValue("worker", Printable.of(trace.worker()))
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", ending(exit, trace))
        .log("command ended");
  }

  /** A status that nobody was there to read is none. */
  private static String ending(Exit exit, Commands.Trace trace) {
    if (trace.gone() == WorkerLink.Gone.LOST) {
      return "connection lost";
    }
    String how =
        switch (exit) {
          case Exit.Status status -> "status " + status.code();
          case Exit.Disconnect disconnect -> "disconnected: " + disconnect.why();
        };
    return trace.refusal().isEmpty() ? how : how + ": " + Printable.of(trace.refusal());
  }

  /** Somebody proved a key. */
  void letIn() {
    meters.handshake(Meters.Handshake.LET_IN);
  }

  void connection(Peer peer, Duration duration) {
    if (peer.identity().isEmpty()) {
      stranger(peer, duration);
      return;
    }
    of(peer.worthTelling() ? log.atInfo() : log.atDebug(), peer, peer.identity().get())
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", Printable.of(peer.ending()))
        .log("connection ended");
  }

  private void stranger(Peer peer, Duration duration) {
    String key = peer.refusedKey().orElse("");
    meters.handshake(key.isEmpty() ? Meters.Handshake.BROKEN : Meters.Handshake.REFUSED);
    OptionalLong before = key.isEmpty() ? OptionalLong.empty() : strangers.line();
    (before.isPresent() ? log.atInfo() : log.atDebug())
        .addKeyValue("peer", peer.address())
        .addKeyValue("key", key)
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", Printable.of(peer.ending()))
        .addKeyValue("unwritten", before.orElse(0))
        .log("connection ended without login");
  }

  /** A newcomer was turned away at the door. */
  void dropped(Session session) {
    meters.handshake(Meters.Handshake.NO_ROOM);
    drops
        .line()
        .ifPresent(before ->
            log.atWarn()
                .addKeyValue("peer", String.valueOf(session.getRemoteAddress()))
                .addKeyValue("unwritten", before)
                .log("too many connections without login: newcomers are dropped"));
  }

  private static LoggingEventBuilder of(LoggingEventBuilder event, Peer peer, Identity identity) {
    return event
        .addKeyValue("peer", peer.address())
        .addKeyValue("key", identity.fingerprint())
        .addKeyValue("team", identity.team() == null ? "" : Printable.of(identity.team()));
  }
}
