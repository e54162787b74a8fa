package tsa.api.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * So many may ask the database at a time, the others wait in a queue: whoever asks over REST must
 * leave connections for the control loop. Thread-safe.
 */
public final class QueryConcurrencyLimit {
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Semaphore room;
  private final Duration patience;
  private final String refusal;

  /**
   * @param atOnce how many
   * @param patience how long one waits for a turn
   * @param refusal what is said to one who waited that long for nothing
   */
  public QueryConcurrencyLimit(int atOnce, Duration patience, String refusal) {
    this.room = new Semaphore(atOnce, true);
    this.patience = patience;
    this.refusal = refusal;
  }

  /**
   * Asks when it is one's turn.
   *
   * @throws RefusedException 503 if it does not become one's turn
   */
  public <T> T take(Supplier<T> question) {
    try {
      if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw RefusedException.of(503, refusal, "Retry-After", RETRY_AFTER_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.of(503, "this gateway is stopping");
    }
    try {
      return question.get();
    } finally {
      room.release();
    }
  }
}
