package tsa.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tsa.gateway.connection.ConnectionSlots.LoginOutcome;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.keys.KeyOptions;
import tsa.gateway.keys.KeyUsage;
import tsa.gateway.settings.GatewayLimits;

/** Places at the door and of keys are given back once, whenever a connection ends. */
class ConnectionSlotsTest {
  private static final KeyIdentity HOLDER = new KeyIdentity("SHA256:x", null, KeyOptions.NONE);

  private final ConnectionLimiter limiter =
      new ConnectionLimiter(limits(), new Random(3), System::nanoTime);
  private final KeyUsage usage = new KeyUsage(1);

  private static GatewayLimits limits() {
    return GatewayLimits.DEFAULTS.with(
        new GatewayLimits.LoginLimits(
            Duration.ofSeconds(1), 5, 0, 10, 10, 1, 1, Duration.ofSeconds(1)));
  }

  private ConnectionSlots admitted() {
    assertThat(limiter.admits("a")).isTrue();
    return new ConnectionSlots("a", limiter, usage);
  }

  /** The key has one place: whether it is free is whether it can be taken. */
  private boolean keyIsFree() {
    boolean free = usage.begin(HOLDER);
    if (free) {
      usage.ended(HOLDER);
    }
    return free;
  }

  @Test
  void aLoginMovesFromTheDoorToItsKeyAndLeavesIt() {
    ConnectionSlots slots = admitted();
    assertThat(slots.identity()).isEmpty();
    assertThat(slots.proven(HOLDER)).isEqualTo(LoginOutcome.IN);
    assertThat(slots.identity()).contains(HOLDER);
    assertThat(limiter.waiting()).isZero();
    assertThat(keyIsFree()).isFalse();
    slots.ended();
    slots.ended();
    assertThat(limiter.waiting()).isZero();
    assertThat(keyIsFree()).isTrue();
  }

  @Test
  void aLoginThatComesAfterTheEndTakesNothing() {
    ConnectionSlots other = admitted();
    ConnectionSlots slots = admitted();
    slots.ended();
    assertThat(slots.proven(HOLDER)).isEqualTo(LoginOutcome.VOID);
    slots.ended();
    assertThat(slots.identity()).isEmpty();
    assertThat(limiter.waiting()).as("the other's place").isOne();
    assertThat(keyIsFree()).isTrue();
    other.ended();
    assertThat(limiter.waiting()).isZero();
  }

  @Test
  void aSecondLoginIsNone() {
    ConnectionSlots slots = admitted();
    assertThat(slots.proven(HOLDER)).isEqualTo(LoginOutcome.IN);
    assertThat(slots.proven(HOLDER)).isEqualTo(LoginOutcome.VOID);
    slots.ended();
    assertThat(limiter.waiting()).isZero();
    assertThat(keyIsFree()).isTrue();
  }

  @Test
  void whoWasOneTooManyTakesNoPlaceAway() {
    ConnectionSlots first = admitted();
    ConnectionSlots second = admitted();
    assertThat(first.proven(HOLDER)).isEqualTo(LoginOutcome.IN);
    assertThat(second.proven(HOLDER)).isEqualTo(LoginOutcome.FULL);
    second.ended();
    assertThat(keyIsFree()).as("the first's place").isFalse();
    first.ended();
    assertThat(keyIsFree()).isTrue();
    assertThat(admitted().proven(null)).isEqualTo(LoginOutcome.FULL);
    assertThat(limiter.waiting()).isZero();
  }

  @Test
  void aLoginAndAnEndAtOnceLeaveNothingBehind() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CyclicBarrier start = new CyclicBarrier(2);
      for (int i = 0; i < 2_000; i++) {
        ConnectionSlots slots = admitted();
        Future<?> login =
            threads.submit(() -> {
              start.await();
              return slots.proven(HOLDER);
            });
        Future<?> end =
            threads.submit(() -> {
              start.await();
              slots.ended();
              return null;
            });
        get(login);
        get(end);
        assertThat(limiter.waiting()).isZero();
        assertThat(keyIsFree()).isTrue();
      }
    }
  }
}
