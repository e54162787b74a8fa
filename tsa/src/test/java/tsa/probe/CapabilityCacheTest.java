package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.control.port.Prober;
import tsa.control.port.Tunnel;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

class CapabilityCacheTest {
  private static final Prober.ProbeTarget ONE = registration("w", 1);
  private static final GardenClient.Capacity CAPACITY =
      new GardenClient.Capacity(ContainerRuntime.GUARDIAN, 100);

  private final CapabilityCache capabilities = new CapabilityCache(3);

  @Test
  void theFirstCheckIsThoroughAndThenOneOfSoMany() {
    assertThat(passing(7)).containsExactly(true, false, false, true, false, false, true);
  }

  @Test
  void aThoroughCheckCanBeSwitchedOff() {
    assertThat(new CapabilityCache(0).thoroughIsDue(ONE)).isFalse();
  }

  @Test
  void eachRegistrationStartsAnew() {
    passing(1);
    assertThat(capabilities.thoroughIsDue(ONE)).isFalse();
    assertThat(capabilities.thoroughIsDue(registration("w", 2))).isTrue();
    assertThat(capabilities.capacity(registration("w", 2))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAILING", "INCONCLUSIVE", "UNREACHABLE"})
  void afterACheckThatDidNotPassEverythingIsLookedAt(Verdict verdict) {
    passing(2);
    capabilities.learn(ONE, CAPACITY, false, verdict);
    assertThat(capabilities.thoroughIsDue(ONE)).isTrue();
    assertThat(capabilities.capacity(ONE)).isEmpty();
  }

  @Test
  void aFaultOnlyThoroughChecksSeeIsSeenEachTime() {
    capabilities.learn(ONE, CAPACITY, true, Verdict.FAILING);
    assertThat(capabilities.thoroughIsDue(ONE)).isTrue();
    capabilities.learn(ONE, CAPACITY, true, Verdict.FAILING);
    assertThat(capabilities.thoroughIsDue(ONE)).isTrue();
  }

  @Test
  void whatAFullWorkerWasNotAskedIsStillDue() {
    capabilities.learn(ONE, CAPACITY, true, Verdict.SATURATED);
    assertThat(capabilities.capacity(ONE)).contains(CAPACITY);
    assertThat(capabilities.thoroughIsDue(ONE)).isTrue();
    passing(1);
    capabilities.learn(ONE, CAPACITY, false, Verdict.SATURATED);
    assertThat(capabilities.thoroughIsDue(ONE)).isFalse();
  }

  @Test
  void theOneLongestNotCheckedIsForgottenFirst() {
    for (int number = 1; number <= CapabilityCache.MAX; number++) {
      capabilities.learn(registration("w", number), CAPACITY, true, Verdict.HEALTHY);
    }
    assertThat(capabilities.capacity(ONE)).isPresent();
    capabilities.learn(registration("w", CapabilityCache.MAX + 1), CAPACITY, true, Verdict.HEALTHY);
    assertThat(capabilities.size()).isEqualTo(CapabilityCache.MAX);
    assertThat(capabilities.capacity(ONE)).isPresent();
    assertThat(capabilities.capacity(registration("w", 2))).isEmpty();
  }

  @Test
  void whatIsKnownOfOneWorkerIsNotUsedForAnother() {
    passing(1);
    assertThat(capabilities.capacity(registration("v", 1))).isEmpty();
  }

  private static Prober.ProbeTarget registration(String worker, int number) {
    Tunnel none =
        (server, limit) -> {
          throw new IOException("not to be used");
        };
    return new Prober.ProbeTarget(new WorkerName(worker), new Incarnation(number), none);
  }

  private List<Boolean> passing(int checks) {
    List<Boolean> thorough = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      boolean due = capabilities.thoroughIsDue(ONE);
      capabilities.learn(ONE, CAPACITY, due, Verdict.HEALTHY);
      thorough.add(due);
    }
    return thorough;
  }
}
