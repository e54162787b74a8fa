package tsa.gateway;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tsa.control.LogRateLimit;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerLink;
import tsa.gateway.command.WorkerCommands;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.protocol.CommandExit;
import tsa.gateway.protocol.PrintableText;
import tsa.worker.GoDuration;

/**
 * One line for each connection that ended and for each command. Reports and sweeps that went well,
 * and connections that offered no key, are told at level debug: a fleet of a thousand workers makes
 * over a hundred of the former a second, and anybody any number of the latter. Of strangers only so
 * many lines are written in a time. Thread-safe.
 */
final class AuditLog {
  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int STRANGERS = 50;

  private final LogRateLimit strangers;
  private final LogRateLimit drops;

  private final MetricsRecorder metrics;

  AuditLog(Ticker ticker, MetricsRecorder metrics) {
    this.metrics = metrics;
    this.strangers = new LogRateLimit(STRANGERS, TIME, ticker);
    this.drops = new LogRateLimit(1, TIME, ticker);
  }

  void command(
      SshConnection connection,
      KeyIdentity identity,
      WorkerCommands.CommandTrace trace,
      Duration duration,
      CommandExit exit) {
    boolean routine = trace.isRoutine() && exit.equals(CommandExit.OK);
    if (!routine) {
      connection.noteWorthTelling();
    }
    of(routine ? log.atDebug() : log.atInfo(), connection, identity)
        .addKeyValue("command", trace.command())
        .addKeyValue("worker", PrintableText.of(trace.worker()))
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", ending(exit, trace))
        .log("command ended");
  }

  /** A status that nobody was there to read is none. */
  private static String ending(CommandExit exit, WorkerCommands.CommandTrace trace) {
    if (trace.gone() == WorkerLink.Gone.LOST) {
      return "connection lost";
    }
    String how =
        switch (exit) {
          case CommandExit.Status status -> "status " + status.code();
          case CommandExit.Disconnect disconnect -> "disconnected: " + disconnect.why();
        };
    return trace.refusal().isEmpty() ? how : how + ": " + PrintableText.of(trace.refusal());
  }

  /** Somebody proved a key. */
  void letIn() {
    metrics.handshake(MetricsRecorder.Handshake.LET_IN);
  }

  void connection(SshConnection connection, Duration duration) {
    if (connection.identity().isEmpty()) {
      stranger(connection, duration);
      return;
    }
    of(
            connection.worthTelling() ? log.atInfo() : log.atDebug(),
            connection,
            connection.identity().get())
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", PrintableText.of(connection.ending()))
        .log("connection ended");
  }

  private void stranger(SshConnection connection, Duration duration) {
    String key = connection.refusedKey().orElse("");
    metrics.handshake(
        key.isEmpty() ? MetricsRecorder.Handshake.BROKEN : MetricsRecorder.Handshake.REFUSED);
    OptionalLong before = key.isEmpty() ? OptionalLong.empty() : strangers.line();
    (before.isPresent() ? log.atInfo() : log.atDebug())
        .addKeyValue("peer", connection.address())
        .addKeyValue("key", key)
        .addKeyValue("duration", GoDuration.print(duration))
        .addKeyValue("ending", PrintableText.of(connection.ending()))
        .addKeyValue("unwritten", before.orElse(0))
        .log("connection ended without login");
  }

  /** A newcomer was turned away at the door. */
  void dropped(Session session) {
    metrics.handshake(MetricsRecorder.Handshake.NO_ROOM);
    drops
        .line()
        .ifPresent(before ->
            log.atWarn()
                .addKeyValue("peer", String.valueOf(session.getRemoteAddress()))
                .addKeyValue("unwritten", before)
                .log("too many connections without login: newcomers are dropped"));
  }

  private static LoggingEventBuilder of(
      LoggingEventBuilder event, SshConnection connection, KeyIdentity identity) {
    return event
        .addKeyValue("peer", connection.address())
        .addKeyValue("key", identity.fingerprint())
        .addKeyValue("team", identity.team() == null ? "" : PrintableText.of(identity.team()));
  }
}
