package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tsa.db.DatabaseException;

/** Hearing is believed only when it was proved. */
class PostgresEventSignalTest {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration FAST = Duration.ofMillis(500);

  private final Line line = new Line();
  private final PostgresEventSignal signal = new PostgresEventSignal(line, () -> line.nanos);

  /** A channel, and a clock that moves while somebody listens to it. */
  private static final class Line implements NotificationChannel {
    private final List<String> said = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private List<String> pending = new ArrayList<>();
    private boolean carries = true;
    private int opened;
    private int closed;
    private int proofs;
    private long nanos;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public Subscription subscribe() {
      opened++;
      pending.clear();
      return new Subscription() {
        @Override
        public List<String> await(Duration longest) {
          waits.add(longest);
          List<String> heard = pending;
          pending = new ArrayList<>();
          pass(heard.isEmpty() ? longest : Duration.ofMillis(3));
          return heard;
        }

        @Override
        public void ping() throws DatabaseException {
          proofs++; // a pooler answers, whoever listens behind it
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public void send(String word) {
      said.add(word);
      if (carries) {
        pending.add(word);
      }
    }
  }

  private void await(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      signal.await(POLL);
    }
  }

  @Test
  void aListenerThatHearsItsOwnWordWaitsLong() throws InterruptedException {
    await(5);
    assertThat(line.said).hasSize(1);
    assertThat(line.waits).containsExactly(FAST, POLL, POLL, POLL);
    assertThat(line.proofs).as("silence is looked into").isEqualTo(3);
    assertThat(line.closed).isZero();
  }

  /** As behind PgBouncer in transaction mode: accepted, alive, and never a notification. */
  @Test
  void aListenerThatNeverHearsHasItsCallerLookOften() throws InterruptedException {
    line.carries = false;
    await(3);
    assertThat(line.waits).containsExactly(FAST, FAST);
    assertThat(line.closed).isEqualTo(1);

    signal.await(Duration.ofMinutes(10)); // ends in half a second, or this test does not end
    line.pass(Duration.ofSeconds(50));
    signal.await(Duration.ofMillis(1));
    assertThat(line.opened).as("not tried again at once").isEqualTo(1);

    line.pass(Duration.ofSeconds(10));
    line.carries = true;
    await(3);
    assertThat(line.opened).isEqualTo(2);
    assertThat(line.waits).endsWith(FAST, POLL);
  }

  /** Others' words are no proof that ours are carried to us. */
  @Test
  void aWordOfAnotherGatewayProvesNothing() throws InterruptedException {
    line.carries = false;
    await(1);
    for (int i = 0; i < 2; i++) {
      line.pending.add("4711");
      await(1);
      line.pass(FAST);
    }
    await(1);
    assertThat(line.closed).isEqualTo(1);
  }

  @Test
  void hearingIsProvedAnewNowAndThen() throws InterruptedException {
    await(3);
    line.pass(Duration.ofMinutes(1));
    await(1);
    assertThat(line.said).hasSize(2);
    assertThat(line.closed).isZero();

    line.pass(Duration.ofMinutes(1));
    line.carries = false;
    await(3);
    assertThat(line.said).hasSize(3);
    assertThat(line.closed).isEqualTo(1);
  }

  @Test
  void afterItsEndNothingIsWaitedFor() throws InterruptedException {
    await(2);
    signal.close();
    assertThat(line.closed).isEqualTo(1);
    signal.await(Duration.ofMinutes(10));
    assertThat(line.waits).hasSize(1);
  }
}
