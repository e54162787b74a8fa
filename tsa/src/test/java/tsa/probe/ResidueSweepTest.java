package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.StoreException;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.WorkerServer;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

class ResidueSweepTest {
  private final Probing probing = new Probing();
  private SimulatedTunnel tunnel;

  @BeforeEach
  void start() throws IOException {
    tunnel = SimulatedTunnel.containerd();
    tunnel.worker.load(3);
  }

  @AfterEach
  void stop() {
    tunnel.close();
    probing.close();
  }

  @Test
  void whatIsOverdueIsDestroyedAndStruckOff() throws Exception {
    CheckHandle left = leave(1);
    journal(left);
    probing.journal.timePasses();
    assertThat(probing.sweep(tunnel)).as("nothing is left").isTrue();
    assertThat(tunnel.worker.counters().probeHandles()).isEmpty();
    assertThat(probing.journal.struck()).containsExactly(left);
  }

  @Test
  void whatACheckMayBeUsingIsLeftAlone() throws Exception {
    CheckHandle used = leave(1);
    journal(used);
    assertThat(probing.sweep(tunnel)).as("nothing is left").isFalse();
    assertThat(tunnel.worker.counters().probeHandles()).containsExactly(used.value(), used.value());
    assertThat(probing.journal.struck()).isEmpty();
  }

  @Test
  void whatBelongsToNobodyIsDestroyed() throws Exception {
    CheckHandle used = leave(1);
    journal(used);
    leave(2);
    leave(3);
    assertThat(probing.sweep(tunnel)).as("nothing is left").isFalse();
    assertThat(tunnel.worker.counters().probeHandles()).containsExactly(used.value(), used.value());
  }

  @Test
  void whatBuildsMadeIsNeverTouched() throws Exception {
    leave(1);
    assertThat(probing.sweep(tunnel)).as("nothing is left").isTrue();
    assertThat(tunnel.worker.containers())
        .containsExactlyInAnyOrder("build-0", "build-1", "build-2");
    assertThat(tunnel.worker.volumes()).containsExactlyInAnyOrder("build-0", "build-1", "build-2");
  }

  @Test
  void aServerThatFailsDoesNotKeepTheOtherFromBeingSwept() throws Exception {
    CheckHandle left = leave(1);
    journal(left);
    probing.journal.timePasses();
    tunnel.with(WorkerServer.GARDEN, Fault.RUNTIME_DOWN);
    assertThat(probing.sweep(tunnel)).as("nothing is left").isFalse();
    assertThat(tunnel.worker.volumes()).doesNotContain(left.value());
    assertThat(probing.journal.size()).isEqualTo(1);
    assertThat(probing.journal.problems().getFirst()).startsWith("container: status 500: ");
    tunnel.worker.faults().clearAll();
    assertThat(probing.sweep(tunnel)).as("nothing is left").isTrue();
    assertThat(probing.journal.struck()).containsExactly(left);
  }

  @Test
  void aSweepEndsInTimeAndDoesNotFail() throws Exception {
    journal(leave(1));
    probing.journal.timePasses();
    tunnel.with(Fault.ACCEPT_THEN_HANG);
    assertThat(Probing.await(probing.prober.sweep(Probing.target(tunnel), Duration.ofMillis(300))))
        .isFalse();
    assertThat(probing.journal.size()).isEqualTo(1);
  }

  @Test
  void aStoreThatFailsEndsTheSweep() {
    ForwardingJournal broken =
        new ForwardingJournal(probing.journal) {
          @Override
          void beforeJournal() {}

          @Override
          public List<CheckHandle> overdue(WorkerName worker, int limit) {
            throw new StoreException("no store", new IOException("refused"));
          }
        };
    try (TunnelProber prober = Probing.prober(ProbeSettings.DEFAULT, broken)) {
      assertThat(Probing.await(prober.sweep(Probing.target(tunnel), Probing.AMPLE))).isFalse();
    }
    assertThat(tunnel.worker.garden().connections()).isZero();
  }

  private void journal(CheckHandle handle) {
    probing.journal.journal(
        handle, new WorkerName("w"), new Incarnation(1), new UUID(0, 1), Duration.ofMinutes(1));
  }

  /** As a check does that crashes before it cleans up. */
  private CheckHandle leave(int number) throws ProbeException {
    CheckHandle handle = Probing.handle(number);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Cancellation never = new Cancellation();
    WorkerHttpClient http = new WorkerHttpClient(tunnel, timer, never);
    CallDeadline deadline = CallDeadline.in(Probing.AMPLE, System::nanoTime);
    BaggageclaimClient baggageclaim = new BaggageclaimClient(http, never);
    baggageclaim.begin(handle, deadline);
    new GardenClient(http).create(handle, baggageclaim.await(handle, deadline), deadline);
    timer.shutdownNow();
    return handle;
  }
}
