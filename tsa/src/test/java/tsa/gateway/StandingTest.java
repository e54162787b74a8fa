package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tsa.gateway.Standing.Login;

/** Places at the door and of keys are given back once, whenever a connection ends. */
class StandingTest {
  private static final Identity HOLDER = new Identity("SHA256:x", null, KeyOptions.NONE);

  private final Doorkeeper door = new Doorkeeper(limits(), new Random(3), System::nanoTime);
  private final KeyUse uses = new KeyUse(1);

  private static GatewayLimits limits() {
    return GatewayLimits.DEFAULTS.with(
        new GatewayLimits.Login(Duration.ofSeconds(1), 5, 0, 10, 10, 1, 1, Duration.ofSeconds(1)));
  }

  private Standing admitted() {
    assertThat(door.admits("a")).isTrue();
    return new Standing("a", door, uses);
  }

  /** The key has one place: whether it is free is whether it can be taken. */
  private boolean keyIsFree() {
    boolean free = uses.begin(HOLDER);
    if (free) {
      uses.ended(HOLDER);
    }
    return free;
  }

  @Test
  void aLoginMovesFromTheDoorToItsKeyAndLeavesIt() {
    Standing standing = admitted();
    assertThat(standing.identity()).isEmpty();
    assertThat(standing.proven(HOLDER)).isEqualTo(Login.IN);
    assertThat(standing.identity()).contains(HOLDER);
    assertThat(door.waiting()).isZero();
    assertThat(keyIsFree()).isFalse();
    standing.ended();
    standing.ended();
    assertThat(door.waiting()).isZero();
    assertThat(keyIsFree()).isTrue();
  }

  @Test
  void aLoginThatComesAfterTheEndTakesNothing() {
    Standing other = admitted();
    Standing standing = admitted();
    standing.ended();
    assertThat(standing.proven(HOLDER)).isEqualTo(Login.VOID);
    standing.ended();
    assertThat(standing.identity()).isEmpty();
    assertThat(door.waiting()).as("the other's place").isOne();
    assertThat(keyIsFree()).isTrue();
    other.ended();
    assertThat(door.waiting()).isZero();
  }

  @Test
  void aSecondLoginIsNone() {
    Standing standing = admitted();
    assertThat(standing.proven(HOLDER)).isEqualTo(Login.IN);
    assertThat(standing.proven(HOLDER)).isEqualTo(Login.VOID);
    standing.ended();
    assertThat(door.waiting()).isZero();
    assertThat(keyIsFree()).isTrue();
  }

  @Test
  void whoWasOneTooManyTakesNoPlaceAway() {
    Standing first = admitted();
    Standing second = admitted();
    assertThat(first.proven(HOLDER)).isEqualTo(Login.IN);
    assertThat(second.proven(HOLDER)).isEqualTo(Login.FULL);
    second.ended();
    assertThat(keyIsFree()).as("the first's place").isFalse();
    first.ended();
    assertThat(keyIsFree()).isTrue();
    assertThat(admitted().proven(null)).isEqualTo(Login.FULL);
    assertThat(door.waiting()).isZero();
  }

  @Test
  void aLoginAndAnEndAtOnceLeaveNothingBehind() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CyclicBarrier start = new CyclicBarrier(2);
      for (int i = 0; i < 2_000; i++) {
        Standing standing = admitted();
        Future<?> login =
            threads.submit(() -> {
              start.await();
              return standing.proven(HOLDER);
            });
        Future<?> end =
            threads.submit(() -> {
              start.await();
              standing.ended();
              return null;
            });
        get(login);
        get(end);
        assertThat(door.waiting()).isZero();
        assertThat(keyIsFree()).isTrue();
      }
    }
  }
}
