package tsa.api.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts connections over which the header of a request trickles in: each byte would keep the idle
 * limit away, and nobody has shown a token yet. Bodies are read only from those who have.
 * Thread-safe.
 */
final class SlowlorisGuard implements Connection.Listener {
  private static final int PATIENCE = 2;

  private final Scheduler scheduler;
  private final Duration period;

  /**
   * @param period how often to look; a header may take two to three times as long
   */
  SlowlorisGuard(Scheduler scheduler, Duration period) {
    this.scheduler = scheduler;
    this.period = period;
  }

  /** What was seen of a connection, and how often in a row it had grown by less than a request. */
  private record Observation(long requests, long bytes, int trickled) {}

  @Override
  public void onOpened(Connection connection) {
    again(connection, new Observation(0, 0, 0));
  }

  private void again(Connection connection, Observation last) {
    scheduler.schedule(() -> look(connection, last), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Connection connection, Observation last) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean answering = requests != connection.getMessagesOut();
    boolean trickles = !answering && requests == last.requests() && bytes > last.bytes();
    Observation now = new Observation(requests, bytes, trickles ? last.trickled() + 1 : 0);
    if (now.trickled() >= PATIENCE) {
      connection.getEndPoint().close();
    } else {
      again(connection, now);
    }
  }
}
