package tsa.gateway;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tsa.worker.GoDuration;

/**
 * One line for each connection that ended and for each command. Reports and sweeps that went well
 * are told at level debug: a fleet of a thousand workers makes over a hundred of them a second.
 */
final class Audit {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  private Audit() {}

  static void command(
      Peer peer, Identity identity, Commands.Trace trace, Duration duration, Exit exit) {
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

  private static String ending(Exit exit, Commands.Trace trace) {
    String how =
        switch (exit) {
          case Exit.Status status -> "status " + status.code();
          case Exit.Disconnect disconnect -> "disconnected: " + disconnect.why();
        };
    return trace.refusal().isEmpty() ? how : how + ": " + Printable.of(trace.refusal());
  }

  static void connection(Peer peer, Duration duration) {
    LoggingEventBuilder event = peer.worthTelling() ? log.atInfo() : log.atDebug();
    peer.identity()
        .map(identity -> of(event, peer, identity))
        .orElseGet(() -> event.addKeyValue("peer", peer.address()))
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", Printable.of(peer.ending()))
        .log(peer.identity().isPresent() ? "connection ended" : "connection ended without login");
  }

  private static LoggingEventBuilder of(LoggingEventBuilder event, Peer peer, Identity identity) {
    return event
        .addKeyValue("peer", peer.address())
        .addKeyValue("key", identity.fingerprint())
        .addKeyValue("team", identity.team() == null ? "" : Printable.of(identity.team()));
  }
}
