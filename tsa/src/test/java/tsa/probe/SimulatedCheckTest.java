package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.control.port.Prober.HeartbeatResult;
import tsa.control.port.Tunnel.Server;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.GardenKind;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.WorkerServer;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.testing.Slowness;
import tsa.worker.Load;

/** Checks and heartbeats of a simulated worker, in good health and with each of its faults. */
class SimulatedCheckTest {
  private final Probing probing = new Probing();

  @AfterEach
  void stop() {
    probing.close();
  }

  @ParameterizedTest
  @EnumSource(GardenKind.class)
  void aHealthyWorkerIsHealthyAndNothingStays(GardenKind kind) throws IOException {
    try (Probing thorough = Probing.thorough();
        SimulatedTunnel tunnel = SimulatedTunnel.of(kind)) {
      tunnel.worker.load(40);
      CheckReport report = thorough.check(tunnel, Probing.AMPLE);
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(report.steps())
          .extracting(CheckReport.Step::step)
          .containsExactly(CheckStep.values());
      assertThat(tunnel.worker.counters().containersCreated()).isEqualTo(1);
      assertThat(tunnel.worker.counters().volumesCreated()).isEqualTo(2);
      assertThat(tunnel.worker.counters().probeHandles()).isEmpty();
      assertThat(thorough.journal.size()).isZero();
    }
  }

  @Test
  void houdiniNeverMountsTheHostIntoAVolume() throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.of(GardenKind.HOUDINI)) {
      assertThat(probing.check(tunnel, Probing.AMPLE).verdict()).isEqualTo(Verdict.HEALTHY);
      assertThat(tunnel.worker.baggageclaim().hostDamage()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PING_500, FAILING, PING, RUNTIME_DOWN",
    "RUNTIME_DOWN, FAILING, PING, RUNTIME_DOWN",
    "REDIRECT, FAILING, PING, BAD_ANSWER",
    "GARBAGE_JSON, FAILING, PING, BAD_ANSWER",
    "HUGE_ERROR, FAILING, PING, BAD_ANSWER",
    "ENDLESS_BODY, FAILING, PING, BAD_ANSWER",
    "ACCEPT_THEN_CLOSE, UNREACHABLE, PING, CLOSED",
    "TRUNCATED_BODY, UNREACHABLE, PING, CLOSED",
    "WRONG_TYPES, FAILING, CAPACITY, ERROR_ANSWER",
    "CONTAINER_LIMIT, SATURATED, CREATE_CONTAINER, FULL",
    "NETWORK_POOL_EXHAUSTED, SATURATED, CREATE_CONTAINER, FULL",
    "READ_ONLY_DISK, FAILING, CREATE_VOLUME, DISK",
    "FULL_DISK, FAILING, CREATE_VOLUME, DISK"
  })
  void faultsThatShowAtOnce(Fault fault, Verdict verdict, CheckStep step, FailureCause cause)
      throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd().with(fault)) {
      assertProblem(probing.check(tunnel, Probing.AMPLE), verdict, step, cause);
      tunnel.worker.faults().clearAll();
      assertNothingStays(tunnel);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GARDEN, REFUSE, UNREACHABLE, PING, TIMED_OUT",
    "GARDEN, ACCEPT_THEN_HANG, UNREACHABLE, PING, TIMED_OUT",
    "GARDEN, RUNTIME_HUNG, FAILING, PING, TIMED_OUT",
    "BAGGAGECLAIM, REFUSE, UNREACHABLE, CREATE_VOLUME, TIMED_OUT",
    "BAGGAGECLAIM, ACCEPT_THEN_HANG, UNREACHABLE, CREATE_VOLUME, TIMED_OUT",
    "BAGGAGECLAIM, FROZEN_WRITES, FAILING, CREATE_VOLUME, TIMED_OUT",
    "BAGGAGECLAIM, HUNG_READS, FAILING, CREATE_VOLUME, TIMED_OUT",
    "GARDEN, CREATE_NEVER_RUNS, FAILING, RUN, NOT_EXECUTED"
  })
  void faultsThatShowInTime(
      WorkerServer server, Fault fault, Verdict verdict, CheckStep step, FailureCause cause)
      throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd().with(server, fault)) {
      assertProblem(probing.check(tunnel, Probing.SHORT), verdict, step, cause);
      tunnel.worker.faults().clearAll();
      probing.journal.timePasses();
      eventually()
          .until(() -> {
            probing.sweep(tunnel);
            return probing.journal.size() == 0 && tunnel.worker.counters().probeHandles().isEmpty();
          });
    }
  }

  @Test
  void aVolumeThatCannotBeDestroyedIsTheDisks() throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd().with(Fault.BUSY_VOLUMES)) {
      assertProblem(
          probing.check(tunnel, Probing.AMPLE),
          Verdict.FAILING,
          CheckStep.DESTROY_VOLUME,
          FailureCause.DISK);
    }
  }

  @Test
  void aWorkerNearItsLimitIsSaturatedAndNothingIsMade() throws IOException {
    SimulatorSettings settings = SimulatorSettings.concourse().withMaxContainers(250);
    try (SimulatedTunnel tunnel = new SimulatedTunnel(settings)) {
      tunnel.worker.load(245);
      CheckReport report = probing.check(tunnel, Probing.AMPLE);
      assertProblem(report, Verdict.SATURATED, CheckStep.CAPACITY, FailureCause.FULL);
      assertThat(report.problem().detail()).isEqualTo("245 containers of at most 250");
      assertThat(tunnel.worker.counters().volumesCreated()).isZero();
      assertThat(probing.journal.struck()).isEmpty();
    }
  }

  @Test
  void guardianSaysItsLimitItself() throws IOException {
    SimulatorSettings settings =
        SimulatorSettings.concourse().with(GardenKind.GUARDIAN).withMaxContainers(100);
    try (SimulatedTunnel tunnel = new SimulatedTunnel(settings)) {
      tunnel.worker.load(94);
      assertThat(probing.check(tunnel, Probing.AMPLE).verdict()).isEqualTo(Verdict.HEALTHY);
      tunnel.worker.load(95);
      assertProblem(
          probing.check(tunnel, Probing.AMPLE),
          Verdict.SATURATED,
          CheckStep.CAPACITY,
          FailureCause.FULL);
    }
  }

  @ParameterizedTest
  @EnumSource(GardenKind.class)
  void aSweepMeanwhileIsNeverHeldAgainstTheWorker(GardenKind kind) throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.of(kind)) {
      tunnel.worker.faults().set(Fault.SWEEP, 1);
      for (int i = 0; i < 20; i++) {
        CheckReport report = probing.check(tunnel, Probing.AMPLE);
        assertThat(report.verdict())
            .as(report.toString())
            .isIn(Verdict.HEALTHY, Verdict.INCONCLUSIVE);
      }
    }
  }

  @Test
  void aHeartbeatCountsOurOwnApart() throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd()) {
      tunnel.worker.load(300);
      assertThat(probing.heartbeat(tunnel, Probing.AMPLE))
          .isInstanceOfSatisfying(
              HeartbeatResult.Good.class,
              good -> {
                assertThat(good.load().counts()).isEqualTo(new Load(300, 300, 0));
                assertThat(good.load().names()).hasSize(Load.MOST_NAMES);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GARDEN, RUNTIME_DOWN, GARDEN, RUNTIME_DOWN",
    "GARDEN, ACCEPT_THEN_CLOSE, GARDEN, CLOSED",
    "GARDEN, WRONG_TYPES, GARDEN, BAD_ANSWER",
    "BAGGAGECLAIM, TRUNCATED_BODY, BAGGAGECLAIM, CLOSED",
    "BAGGAGECLAIM, GARBAGE_JSON, BAGGAGECLAIM, BAD_ANSWER",
    "BAGGAGECLAIM, ENDLESS_BODY, BAGGAGECLAIM, BAD_ANSWER",
    "BAGGAGECLAIM, REDIRECT, BAGGAGECLAIM, BAD_ANSWER"
  })
  void heartbeatsThatMiss(WorkerServer faulty, Fault fault, Server server, FailureCause cause)
      throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd().with(faulty, fault)) {
      assertMissed(probing.heartbeat(tunnel, Probing.AMPLE), server, cause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GARDEN, RUNTIME_HUNG, GARDEN, true",
    "BAGGAGECLAIM, HUNG_READS, BAGGAGECLAIM, true",
    "BAGGAGECLAIM, ACCEPT_THEN_HANG, BAGGAGECLAIM, false",
    "BAGGAGECLAIM, REFUSE, BAGGAGECLAIM, false"
  })
  void heartbeatsThatAreLate(
      WorkerServer faulty, Fault fault, Server server, boolean withinConnectivity)
      throws IOException {
    try (SimulatedTunnel tunnel = SimulatedTunnel.containerd().with(faulty, fault)) {
      HeartbeatResult result = probing.heartbeat(tunnel, Slowness.scaled(Duration.ofSeconds(1)));
      assertMissed(result, server, FailureCause.TIMED_OUT);
      assertThat(((HeartbeatResult.Missed) result).answered()).isEqualTo(withinConnectivity);
    }
  }

  private static void assertMissed(HeartbeatResult result, Server server, FailureCause cause) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HeartbeatResult.Missed.class,
            missed -> {
              assertThat(missed.server()).isEqualTo(server);
              assertThat(missed.cause()).as(missed.detail()).isEqualTo(cause);
            });
  }

  private static void assertProblem(
      CheckReport report, Verdict verdict, CheckStep step, FailureCause cause) {
    assertThat(report.problem()).as(report.toString()).isNotNull();
    assertThat(report.problem().step()).as(report.toString()).isEqualTo(step);
    assertThat(report.problem().cause()).as(report.toString()).isEqualTo(cause);
    assertThat(report.verdict()).isEqualTo(verdict);
  }

  private void assertNothingStays(SimulatedTunnel tunnel) {
    assertThat(tunnel.worker.counters().probeHandles()).isEmpty();
    assertThat(probing.journal.size()).isZero();
  }
}
