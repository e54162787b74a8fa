package tsa.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.KeyRing;

/**
 * Cuts the connections of keys that may not be used any more. A registration ends without an exit
 * status, so that its worker goes on trying
 * (docs/decisions/0013-a-revoked-key-ends-without-a-status.md): the reason is on its stderr and in
 * the disconnect message. Thread-safe.
 */
final class KeyRevocation {
  private static final Logger log = LoggerFactory.getLogger(KeyRevocation.class);

  /** Time for the reason to reach a worker that reads. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final KeyRing keys;
  private final ScheduledExecutorService timers;

  KeyRevocation(KeyRing keys, ScheduledExecutorService timers) {
    this.keys = keys;
    this.timers = timers;
  }

  /** Cuts a connection if its key may not be used any more, or not as it was. */
  void review(SshConnection connection) {
    connection.identity().flatMap(keys::revoked).ifPresent(why -> cut(connection, why));
  }

  private void cut(SshConnection connection, String why) {
    connection.endingFor(why);
    if (!connection.revoke()) {
      Thread.ofVirtual().name("revocation").start(() -> disconnect(connection.session(), why));
    }
    timers.schedule(
        () -> {
          connection.session().close(true);
        },
        LAST_WORDS.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void disconnect(Session session, String why) {
    try {
      session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
    } catch (IOException e) {
      log.debug("disconnecting: {}", e.toString());
      session.close(true);
    }
  }
}
