package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tsa.control.port.Gateways;
import tsa.control.port.WorkerLink;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.FakeLink;
import tsa.testing.FakeProber;
import tsa.testing.InMemoryResidueJournal;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** The loop with its real rules, on virtual time, over stores in memory. */
class ControllerTest {
  private static final Caller OPERATOR = new Caller("operator", null);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime(SampleWorkers.T0);
  private final InMemoryHistory history = new InMemoryHistory(time);
  private final InMemoryWorkerStore store = new InMemoryWorkerStore(time, history);
  private final InMemoryResidueJournal residue = new InMemoryResidueJournal(time);
  private final FakeProber prober = new FakeProber(time);
  private final Controller controller = controller(Policy.DEFAULT);
  private final WorkerRequests requests =
      new WorkerRequests(store, residue, controller.gate(), Policy.DEFAULT);

  private Controller controller(Policy policy) {
    Controller made =
        new Controller(
            new ControlDependencies(
                store,
                history,
                prober,
                policy,
                time,
                time,
                new SplittableRandom(42),
                new InMemoryGateways(time, store),
                new Gateways.Gateway(SampleWorkers.GATEWAY, "host", "127.0.0.1", "test")));
    made.start();
    return made;
  }

  private FakeLink join(String name) {
    return join(SampleWorkers.registration(name, false), 1000);
  }

  private FakeLink join(Registration registration, long startTime) {
    FakeLink link = new FakeLink();
    controller.open(registration, new Machine(startTime, "SHA256:key"), link);
    return link;
  }

  private Optional<WorkerRecord> record(String name) {
    return store.find(new WorkerName(name)).worker();
  }

  private WorkerState state(String name) {
    return record(name).orElseThrow().state();
  }

  /** A fleet large enough that neither brake nor rate limit speaks for one worker. */
  private void fleet() {
    for (int i = 0; i < 9; i++) {
      join("other-" + i);
    }
  }

  @Test
  void aNewcomerIsHeartbeatReceivedCheckedAndThenRegistered() {
    FakeLink link = join("w");
    time.pass(Duration.ofMillis(250));
    assertThat(record("w")).isEmpty();
    assertThat(link.events).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
    assertThat(link.events).containsExactly("registered");
    time.pass(MINUTE);
    assertThat(link.events).contains("heartbeated");
  }

  @Test
  void aBrokenNewcomerIsNotAdmittedAndToldWhy() {
    prober.of("w").verdict = Verdict.FAILING;
    FakeLink link = join("w");
    time.pass(Duration.ofMinutes(3));
    assertThat(record("w")).isEmpty();
    assertThat(link.lines).contains("not admitted: deep check failing at create-volume: disk");
    prober.of("w").verdict = Verdict.HEALTHY;
    time.pass(Duration.ofMinutes(2));
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
    assertThat(prober.of("w").checks).isBetween(3, 8);
  }

  @Test
  void badNetworkStallsAndRecoversByItself() {
    fleet();
    FakeLink link = join("w");
    time.pass(Duration.ofMinutes(5));
    prober.of("w").reachable = false;
    time.pass(Duration.ofSeconds(100));
    assertThat(state("w")).isEqualTo(WorkerState.STALLED);
    time.pass(Duration.ofHours(3));
    assertThat(state("w")).isEqualTo(WorkerState.STALLED);
    assertThat(link.ending()).isNull();
    prober.of("w").reachable = true;
    time.pass(MINUTE);
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void failingChecksRetireAndEndTheProcessAsAFailure() {
    fleet();
    FakeLink link = join("w");
    time.pass(Duration.ofMinutes(5));
    prober.of("w").verdict = Verdict.FAILING;
    time.pass(Duration.ofMinutes(6));
    assertThat(state("w")).isEqualTo(WorkerState.RETIRED);
    assertThat(link.ending()).isNotNull();
    assertThat(link.ending().kind()).isEqualTo(SessionEnd.Kind.FAIL);
    assertThat(link.ending().reason().sentence()).contains("create-volume: disk");
  }

  /** Its runtime is dead: it answers at once, with errors. That is broken, not out of reach. */
  @Test
  void aWorkerThatAnswersWithErrorsIsRetiredAndNotStalled() {
    fleet();
    join("w");
    time.pass(Duration.ofMinutes(5));
    prober.of("w").answersErrors = true;
    prober.of("w").verdict = Verdict.FAILING;
    time.pass(Duration.ofMinutes(6));
    assertThat(state("w")).isEqualTo(WorkerState.RETIRING);
    assertThat(history.all()).noneMatch(e -> e.reason().code() == ReasonCode.UNREACHABLE);
  }

  @Test
  void fullIsNotIll() {
    fleet();
    join("w");
    time.pass(Duration.ofMinutes(5));
    prober.of("w").verdict = Verdict.SATURATED;
    time.pass(Duration.ofHours(2));
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void anEphemeralWorkerVanishesAndComesBackWithTheNetwork() {
    fleet();
    FakeLink link = join(SampleWorkers.registration("w", true), 1000);
    time.pass(Duration.ofMinutes(5));
    prober.of("w").reachable = false;
    time.pass(Duration.ofMinutes(4));
    assertThat(record("w")).isEmpty();
    assertThat(link.ending().kind()).isEqualTo(SessionEnd.Kind.RECONNECT);
    FakeLink again = join(SampleWorkers.registration("w", true), 1000);
    time.pass(MINUTE);
    assertThat(again.ending()).isNull();
    prober.of("w").reachable = true;
    time.pass(Duration.ofMinutes(2));
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void landingWaitsForWorkAndEndsTheProcessInPeace() {
    FakeLink link = join("w");
    prober.of("w").containers = 3;
    time.pass(MINUTE);
    assertThat(requests.ask(new WorkerName("w"), Request.Action.LAND, OPERATOR, "disk"))
        .isInstanceOf(RequestOutcome.Done.class);
    time.pass(Duration.ofMinutes(10));
    assertThat(state("w")).isEqualTo(WorkerState.LANDING);
    prober.of("w").containers = 0;
    time.pass(MINUTE);
    assertThat(state("w")).isEqualTo(WorkerState.LANDED);
    assertThat(link.ending().kind()).isEqualTo(SessionEnd.Kind.STOP);
  }

  @Test
  void b1AReconnectDoesNotUndoLandingAndARestartDoes() {
    FakeLink first = join("w");
    prober.of("w").containers = 3;
    time.pass(MINUTE);
    requests.ask(new WorkerName("w"), Request.Action.LAND, OPERATOR, "");
    first.goes(WorkerLink.Gone.LOST);
    join("w");
    time.pass(MINUTE);
    assertThat(state("w")).isEqualTo(WorkerState.LANDING);
    prober.of("w").containers = 0;
    time.pass(MINUTE);
    assertThat(state("w")).isEqualTo(WorkerState.LANDED);
    FakeLink stubborn = join("w");
    time.pass(MINUTE);
    assertThat(stubborn.ending().kind()).isEqualTo(SessionEnd.Kind.STOP);
    join(SampleWorkers.registration("w", false), 2000);
    time.pass(MINUTE);
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void b5OfFiveRegistrationsTheNewestIsInChargeAndTheOthersHandOver() {
    FakeLink[] links = new FakeLink[5];
    for (int i = 0; i < links.length; i++) {
      links[i] = join("w");
      time.pass(Duration.ofSeconds(2));
    }
    time.pass(MINUTE);
    for (int i = 0; i < 4; i++) {
      assertThat(links[i].ending().kind()).isEqualTo(SessionEnd.Kind.HAND_OVER);
    }
    assertThat(links[4].ending()).isNull();
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void b6AFailedRebalanceCostsTheHealthyRegistrationNothing() {
    FakeLink healthy = join("w");
    time.pass(MINUTE);
    FakeLink failed = join("w");
    failed.goes(WorkerLink.Gone.LOST);
    time.pass(Duration.ofMinutes(5));
    assertThat(healthy.ending()).isNull();
    assertThat(state("w")).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void pruningAStalledWorkerForgetsItAndItMayComeBack() {
    fleet();
    FakeLink link = join("w");
    time.pass(Duration.ofMinutes(5));
    prober.of("w").reachable = false;
    time.pass(Duration.ofSeconds(100));
    assertThat(requests.ask(new WorkerName("w"), Request.Action.PRUNE, OPERATOR, ""))
        .isInstanceOf(RequestOutcome.Done.class);
    time.pass(Duration.ofSeconds(10));
    assertThat(record("w")).isEmpty();
    assertThat(link.ending().reason().code()).isEqualTo(ReasonCode.FORGOTTEN);
    assertThat(link.ending().kind()).isEqualTo(SessionEnd.Kind.RECONNECT);
  }

  @Test
  void aPausedGatewayStallsNobody() {
    fleet();
    time.pass(Duration.ofMinutes(5));
    time.freeze(Duration.ofSeconds(90));
    time.pass(Duration.ofMinutes(5));
    assertThat(store.all().workers()).allMatch(w -> w.state() == WorkerState.RUNNING);
    assertThat(history.all()).noneMatch(e -> e.reason().code() == ReasonCode.UNREACHABLE);
  }

  @Test
  void s5082AFleetOutOfReachAtOnceIsNotStalled() {
    fleet();
    time.pass(Duration.ofMinutes(5));
    for (int i = 0; i < 9; i++) {
      prober.of("other-" + i).reachable = false;
    }
    time.pass(Duration.ofMinutes(30));
    assertThat(store.all().workers()).allMatch(w -> w.state() == WorkerState.RUNNING);
    assertThat(history.all()).anyMatch(e -> e.reason().code() == ReasonCode.HELD_FLEET_FREEZE);
  }

  @Test
  void anotherTeamsRequestIsForbiddenOnTheStoredWorker() {
    join("w");
    time.pass(MINUTE);
    Caller team = new Caller("someone", "blue");
    assertThat(requests.ask(new WorkerName("w"), Request.Action.RETIRE, team, ""))
        .isInstanceOf(RequestOutcome.Forbidden.class);
    assertThat(requests.ask(new WorkerName("nobody"), Request.Action.RETIRE, team, ""))
        .isInstanceOf(RequestOutcome.Unknown.class);
  }
}
