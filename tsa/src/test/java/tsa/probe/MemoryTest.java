package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.control.Prober;
import tsa.control.Tunnel;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

class MemoryTest {
  private static final Prober.Target ONE = registration("w", 1);
  private static final Garden.Capacity CAPACITY = new Garden.Capacity(Backend.GUARDIAN, 100);

  private final Memory memory = new Memory(3);

  @Test
  void theFirstCheckIsThoroughAndThenOneOfSoMany() {
    assertThat(passing(7)).containsExactly(true, false, false, true, false, false, true);
  }

  @Test
  void aThoroughCheckCanBeSwitchedOff() {
    assertThat(new Memory(0).thoroughIsDue(ONE)).isFalse();
  }

  @Test
  void eachRegistrationStartsAnew() {
    passing(1);
    assertThat(memory.thoroughIsDue(ONE)).isFalse();
    assertThat(memory.thoroughIsDue(registration("w", 2))).isTrue();
    assertThat(memory.capacity(registration("w", 2))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAILING", "INCONCLUSIVE", "UNREACHABLE"})
  void afterACheckThatDidNotPassEverythingIsLookedAt(Verdict verdict) {
    passing(2);
    memory.learn(ONE, CAPACITY, false, verdict);
    assertThat(memory.thoroughIsDue(ONE)).isTrue();
    assertThat(memory.capacity(ONE)).isEmpty();
  }

  @Test
  void aFaultOnlyThoroughChecksSeeIsSeenEachTime() {
    memory.learn(ONE, CAPACITY, true, Verdict.FAILING);
    assertThat(memory.thoroughIsDue(ONE)).isTrue();
    memory.learn(ONE, CAPACITY, true, Verdict.FAILING);
    assertThat(memory.thoroughIsDue(ONE)).isTrue();
  }

  @Test
  void whatAFullWorkerWasNotAskedIsStillDue() {
    memory.learn(ONE, CAPACITY, true, Verdict.SATURATED);
    assertThat(memory.capacity(ONE)).contains(CAPACITY);
    assertThat(memory.thoroughIsDue(ONE)).isTrue();
    passing(1);
    memory.learn(ONE, CAPACITY, false, Verdict.SATURATED);
    assertThat(memory.thoroughIsDue(ONE)).isFalse();
  }

  @Test
  void theOneLongestNotCheckedIsForgottenFirst() {
    for (int number = 1; number <= Memory.MAX; number++) {
      memory.learn(registration("w", number), CAPACITY, true, Verdict.HEALTHY);
    }
    assertThat(memory.capacity(ONE)).isPresent();
    memory.learn(registration("w", Memory.MAX + 1), CAPACITY, true, Verdict.HEALTHY);
    assertThat(memory.size()).isEqualTo(Memory.MAX);
    assertThat(memory.capacity(ONE)).isPresent();
    assertThat(memory.capacity(registration("w", 2))).isEmpty();
  }

  @Test
  void whatIsKnownOfOneWorkerIsNotUsedForAnother() {
    passing(1);
    assertThat(memory.capacity(registration("v", 1))).isEmpty();
  }

  private static Prober.Target registration(String worker, int number) {
    Tunnel none =
        (server, limit) -> {
          throw new IOException("not to be used");
        };
    return new Prober.Target(new WorkerName(worker), new Incarnation(number), none);
  }

  private List<Boolean> passing(int checks) {
    List<Boolean> thorough = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      boolean due = memory.thoroughIsDue(ONE);
      memory.learn(ONE, CAPACITY, due, Verdict.HEALTHY);
      thorough.add(due);
    }
    return thorough;
  }
}
