package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.control.RequestOutcome;
import tsa.lab.atc.SimulatedAtc;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** What an ATC hears of a fleet, and what becomes of what it is asked for, on virtual time. */
@ExtendWith(Quiet.class)
@Pure
class AtcTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Rehearsal rehearsal = new Rehearsal(Policy.DEFAULT, SampleWorkers.T0, 12);
  private final RehearsedAtc atc = rehearsal.withAtc();
  private RehearsedGateway gateway = rehearsal.gateway();
  private final List<RehearsedWorker> workers = new ArrayList<>();
  private RehearsedWorker worker;

  @BeforeEach
  void fleet() {
    for (int i = 0; i < 10; i++) {
      workers.add(rehearsal.worker("w-" + i, false));
    }
    worker = workers.getFirst();
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(atc.rows().rows()).hasSize(10).allMatch(row -> row.state() == WorkerState.RUNNING);
  }

  private @Nullable WorkerState there() {
    return atc.rows().state(worker.name().value());
  }

  private WorkerRecord here() {
    return rehearsal.record(worker.name()).orElseThrow();
  }

  private RequestOutcome ask(Request.Action what) {
    return rehearsal.ask(gateway, worker.name(), what, "test");
  }

  /** Lets time pass until that is so there; the time it took. */
  private Duration assertBecomes(@Nullable WorkerState state, Duration most) {
    Duration passed = Duration.ZERO;
    Duration step = Duration.ofMillis(50);
    while (there() != state) {
      assertThat(passed).as("%s within %s, but it is %s", state, most, there()).isLessThan(most);
      rehearsal.pass(step);
      passed = passed.plus(step);
    }
    return passed;
  }

  private void untilChecked(Verdict verdict) {
    int before = worker.checks().size();
    worker.verdict(verdict);
    while (worker.checks().size() == before || worker.checks().getLast() != verdict) {
      rehearsal.pass(Duration.ofMillis(20));
    }
  }

  @Test
  void oneFailedCheckTakesItOutAndOnePassedCheckBrings() {
    untilChecked(Verdict.FAILING);
    assertBecomes(WorkerState.STALLED, SECOND);
    assertThat(here().state()).isEqualTo(WorkerState.RUNNING);
    int failed = worker.checks().size();
    rehearsal.pass(Duration.ofSeconds(14));
    assertThat(worker.checks().size()).as("looked at again soon").isGreaterThan(failed);
    untilChecked(Verdict.HEALTHY);
    assertBecomes(WorkerState.RUNNING, SECOND);
  }

  @Test
  void whatSaysNothingOfTheWorkerTakesNobodyOut() {
    for (Verdict verdict : List.of(Verdict.SATURATED, Verdict.INCONCLUSIVE, Verdict.DEGRADED)) {
      untilChecked(verdict);
      rehearsal.pass(Duration.ofSeconds(3));
      assertThat(there()).as("%s", verdict).isEqualTo(WorkerState.RUNNING);
    }
  }

  @Test
  void aCordonedWorkerGetsNoBuildsUntilItIsUncordoned() {
    ask(Request.Action.CORDON);
    assertBecomes(WorkerState.STALLED, SECOND);
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(there()).isEqualTo(WorkerState.STALLED);
    ask(Request.Action.UNCORDON);
    assertBecomes(WorkerState.RUNNING, SECOND);
  }

  @Test
  void aWorkerOutOfReachIsTakenOutAndComesBackByItself() {
    worker.online(false);
    assertBecomes(WorkerState.STALLED, Duration.ofMinutes(1));
    worker.online(true);
    assertBecomes(WorkerState.RUNNING, Duration.ofMinutes(2));
  }

  @Test
  void aBrokenWorkerRetiresOnceItsBuildsAreDoneThere() {
    atc.rows().build(worker.name().value(), 1);
    worker.verdict(Verdict.FAILING);
    assertBecomes(WorkerState.RETIRING, Duration.ofMinutes(6));
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(here().state()).isEqualTo(WorkerState.RETIRING);
    assertThat(worker.lastEnding()).isEmpty();
    atc.rows().build(worker.name().value(), -1);
    assertBecomes(null, Duration.ofSeconds(40));
    rehearsal.pass(Duration.ofSeconds(5));
    assertThat(here().state()).isEqualTo(WorkerState.RETIRED);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.FAIL);
  }

  @Test
  void landingHereIsLandingThereAndLandedWhenTheAtcSaysSo() {
    atc.rows().build(worker.name().value(), 1);
    worker.containers(0);
    ask(Request.Action.LAND);
    assertBecomes(WorkerState.LANDING, SECOND);
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(here().state())
        .as("nothing is on it, but a build is")
        .isEqualTo(WorkerState.LANDING);
    atc.rows().build(worker.name().value(), -1);
    assertBecomes(WorkerState.LANDED, Duration.ofSeconds(31));
    rehearsal.pass(Duration.ofSeconds(5));
    assertThat(here().state()).isEqualTo(WorkerState.LANDED);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.STOP);
  }

  @Test
  void containersOfFailedBuildsDoNotHoldUpADrain() {
    worker.containers(7);
    ask(Request.Action.RETIRE);
    assertBecomes(null, Duration.ofSeconds(40));
    rehearsal.pass(Duration.ofSeconds(5));
    assertThat(here().state()).isEqualTo(WorkerState.RETIRED);
  }

  @Test
  void landingThereIsLandingHere() {
    atc.rows().build(worker.name().value(), 1);
    atc.rows().land(worker.name().value());
    rehearsal.pass(Duration.ofSeconds(45));
    assertThat(here().state()).isEqualTo(WorkerState.LANDING);
    assertThat(here().drain().by()).isEqualTo("the ATC");
  }

  @Test
  void retiringThereIsRetiringHere() {
    atc.rows().retire(worker.name().value());
    atc.rows().build(worker.name().value(), 1);
    rehearsal.pass(Duration.ofSeconds(45));
    assertThat(here().state()).isEqualTo(WorkerState.RETIRING);
    atc.rows().build(worker.name().value(), -1);
    rehearsal.pass(Duration.ofSeconds(45));
    assertThat(here().state()).isEqualTo(WorkerState.RETIRED);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.STOP);
  }

  @Test
  void deletedHereIsGoneThereBeforeTheSessionEnds() {
    ask(Request.Action.DELETE);
    assertBecomes(null, SECOND);
    rehearsal.pass(SECOND);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.STOP);
    assertThat(rehearsal.database().atcLedger().all()).hasSize(9);
  }

  @Test
  void prunedThereIsRegisteredAgain() {
    atc.rows().clear();
    rehearsal.pass(Duration.ofSeconds(50));
    assertThat(atc.rows().rows()).hasSize(10);
  }

  @Test
  void anAtcThatIsAwayHarmsNobodyAndHearsTheLastWord() {
    atc.away(true);
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofSeconds(90));
    assertThat(rehearsal.database().workers().all().workers())
        .allMatch(record -> record.state() == WorkerState.RUNNING);
    assertThat(atc.rows().rows()).as("expired").allMatch(row -> row.state() == WorkerState.STALLED);
    atc.away(false);
    rehearsal.pass(Duration.ofSeconds(15));
    assertThat(there()).isEqualTo(WorkerState.STALLED);
    assertThat(atc.rows().row(worker.name().value()).orElseThrow().expires()).isNull();
    assertThat(atc.rows().rows().stream().filter(row -> row.state() == WorkerState.RUNNING))
        .hasSize(9);
  }

  @Test
  void aGatewayThatIsKilledDelaysItOnly() {
    atc.away(true);
    ask(Request.Action.CORDON);
    rehearsal.pass(SECOND);
    gateway = rehearsal.restart(gateway);
    atc.away(false);
    assertBecomes(WorkerState.STALLED, Duration.ofSeconds(30));
    rehearsal.pass(Duration.ofMinutes(1));
    assertThat(atc.rows().rows().stream().filter(row -> row.state() == WorkerState.RUNNING))
        .hasSize(9);
  }

  @Test
  void aRestartOfTheGatewayTakesNobodyOut() {
    gateway = rehearsal.restart(gateway);
    for (int i = 0; i < 300; i++) {
      rehearsal.pass(Duration.ofMillis(200));
      assertThat(atc.rows().rows()).allMatch(row -> row.state() == WorkerState.RUNNING);
    }
  }

  /** What the ATC remembers of volumes of the machine before would fail builds (concourse#5300). */
  @Test
  void aNewMachineWithAnEmptyDiskIsDeletedThereFirst() {
    atc.rows().build(worker.name().value(), 1);
    worker.restart();
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(there()).isEqualTo(WorkerState.RUNNING);
    assertThat(atc.rows().row(worker.name().value()).orElseThrow().builds())
        .as("a new row")
        .isZero();
  }

  /** A register of an older address that was late. */
  @Test
  void anAddressThatIsNotOursIsPutRight() {
    String name = worker.name().value();
    SimulatedAtc.WorkerRow row = atc.rows().row(name).orElseThrow();
    atc.rows()
        .register(
            new SimulatedAtc.Advertised(name, "", "10.9.9.9:1", "running", false, "2.5"), null);
    rehearsal.pass(Duration.ofSeconds(45));
    assertThat(atc.rows().row(name).orElseThrow().address()).isEqualTo(row.address());
  }

  /** Its address may be another worker's next. */
  @Test
  void aWorkerOutOfReachGivesItsAddressUp() {
    String address = atc.rows().row(worker.name().value()).orElseThrow().address();
    worker.online(false);
    assertBecomes(WorkerState.STALLED, Duration.ofMinutes(2));
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(atc.rows().row(worker.name().value()).orElseThrow().address())
        .isNotEqualTo(address)
        .startsWith("127.");
  }

  @Test
  void whenAllLookIllNobodyIsTakenOut() {
    workers.forEach(each -> each.verdict(Verdict.FAILING));
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(atc.rows().rows()).allMatch(row -> row.state() == WorkerState.RUNNING);
  }

  @Test
  void twoGatewaysTellTheSame() {
    RehearsedGateway other = rehearsal.gateway();
    worker.rebalance();
    rehearsal.pass(Duration.ofMinutes(1));
    ask(Request.Action.CORDON);
    assertBecomes(WorkerState.STALLED, Duration.ofSeconds(6));
    other.kill();
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(there()).isEqualTo(WorkerState.STALLED);
    ask(Request.Action.UNCORDON);
    assertBecomes(WorkerState.RUNNING, Duration.ofSeconds(6));
  }
}
