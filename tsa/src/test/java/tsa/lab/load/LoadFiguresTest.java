package tsa.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The counting and reading of the load generator. */
class LoadFiguresTest {
  private static final GatewayReading NONE = GatewayReading.NOTHING;

  private static LoadPlan plan(int workers, double rate, Duration every) {
    Duration half = Duration.ofSeconds(30);
    return new LoadPlan(workers, rate, half, half, half, half, every, "load", "");
  }

  @Test
  void aHeartbeatIsLateOnlyAfterTheIntervalWithItsJitter() {
    LoadCounters counters = new LoadCounters(plan(1, 1, Duration.ofSeconds(1)).latestHeartbeat());

    counters.heartbeat(Duration.ofSeconds(30));
    counters.heartbeat(Duration.ofSeconds(36));
    counters.heartbeat(Duration.ofMillis(36_900));
    counters.heartbeat(Duration.ofMillis(37_500));

    LoadPhase phase = counters.next(Duration.ofSeconds(1), NONE, NONE);
    assertThat(phase.heartbeatGapMs().count()).isEqualTo(4);
    assertThat(phase.heartbeatLateMs().p50()).isZero();
    assertThat(phase.heartbeatLateMs().max()).isCloseTo(1_500, within(2.0));
    assertThat(phase.heartbeatsLateOver1s()).isEqualTo(1);
  }

  @Test
  void aPhaseBeginsAtZeroButForWhoIsRegistered() {
    LoadCounters counters = new LoadCounters(Duration.ofSeconds(36));
    counters.registered(Duration.ofMillis(20));
    counters.registered(Duration.ofMillis(40));
    counters.lost("gone");
    counters.shortDone(Duration.ofMillis(5));
    counters.shortFailed("refused");

    LoadPhase first = counters.next(Duration.ofSeconds(2), NONE, NONE);
    LoadPhase second = counters.next(Duration.ofSeconds(2), NONE, NONE);

    assertThat(first.handshakes()).isEqualTo(3);
    assertThat(first.failures())
        .containsOnly(entry("registration lost: gone", 1L), entry("short connection: refused", 1L));
    assertThat(second.handshakes()).isZero();
    assertThat(second.failures()).isEmpty();
    assertThat(counters.registered()).isEqualTo(1);
  }

  @Test
  void reasonsAreBounded() {
    LoadCounters counters = new LoadCounters(Duration.ofSeconds(36));
    for (int i = 0; i < 1_000; i++) {
      counters.notRegistered("x".repeat(i));
    }

    LoadPhase phase = counters.next(Duration.ofSeconds(1), NONE, NONE);

    assertThat(phase.failures()).hasSizeLessThanOrEqualTo(41);
    assertThat(phase.failures().values().stream().mapToLong(n -> n).sum()).isEqualTo(1_000);
  }

  @Test
  void equalTroublesAreCountedTogether() {
    Exception one = new IllegalStateException(new IOException("at 127.0.0.1:40001 after 3 s"));
    Exception other = new IllegalStateException(new IOException("at 127.0.0.9:50002 after 4 s"));

    assertThat(FailureKey.of(one))
        .isEqualTo(FailureKey.of(other))
        .isEqualTo("IOException: at #:# after # s");
    assertThat(FailureKey.of("nio[local=/127.0.0.1:1]: closed")).isEqualTo("nio[..]: closed");
  }

  @Test
  void readsTheSumsOfMetrics() {
    assertThat(
            GatewayWatch.sums(
                Stream.of(
                    "# HELP jvm_memory_used_bytes The amount of used memory",
                    "jvm_memory_used_bytes{area=\"heap\",id=\"G1 Eden Space\"} 1.5E6",
                    "jvm_memory_used_bytes{area=\"heap\",id=\"G1 Old Gen\"} 500000",
                    "jvm_memory_used_bytes{area=\"nonheap\",id=\"Metaspace\"} 9.9E9",
                    "process_cpu_time_ns_total 8.81E9",
                    "process_broken",
                    "tsa_workers{state=\"running\"} 7")))
        .containsOnly(
            entry("jvm_memory_used_bytes", 2E6), entry("process_cpu_time_ns_total", 8.81E9));
  }

  @Test
  void theCpuIsSharedOutAmongHandshakes() {
    LoadCounters counters = new LoadCounters(Duration.ofSeconds(36));
    List.of(1, 2, 3, 4).forEach(i -> counters.shortDone(Duration.ofMillis(i)));

    LoadPhase phase =
        counters.next(
            Duration.ofSeconds(1),
            new GatewayReading(10.0, null, null, null),
            new GatewayReading(10.5, 0.1, 1048576.0, null));

    assertThat(phase.cpuMsPerHandshake()).isCloseTo(125, within(0.001));
    assertThat(phase.gateway()).isEqualTo(new LoadPhase.Used(0.5, null, 1.0, null));
  }

  @Test
  void refusesPlansThatCannotBe() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> plan(0, 1, second)).hasMessageContaining("number of workers");
    assertThatThrownBy(() -> plan(1, 0, second)).hasMessageContaining("rate");
    assertThatThrownBy(() -> plan(1, Double.NaN, second)).hasMessageContaining("rate");
    assertThatThrownBy(() -> plan(1, 1, Duration.ZERO)).hasMessageContaining("longer than nothing");
    assertThatThrownBy(() -> plan(50_000, 0.001, second)).hasMessageContaining("samples");
  }
}
