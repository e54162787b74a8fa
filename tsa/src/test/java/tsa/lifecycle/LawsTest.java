package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.GATEWAY;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;
import tsa.testing.Seed;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerState;

/**
 * Laws of the rules, on thousands of random records and histories; each failure names its seed,
 * which {@code -Dtsa.seed=N} runs alone.
 */
@Pure
class LawsTest {
  private static final int SEEDS = 5_000;
  private static final Policy POLICY = Policy.DEFAULT;
  private static final Set<TransitionCause> HARM =
      EnumSet.of(
          TransitionCause.UNREACHABLE,
          TransitionCause.CHECKS_FAILED,
          TransitionCause.EPHEMERAL_GONE,
          TransitionCause.STALLED_TOO_LONG,
          TransitionCause.LANDED_TOO_LONG);

  private static void always(BiConsumer<SplittableRandom, Long> law) {
    Seed.each(SEEDS).forEach(seed -> law.accept(new SplittableRandom(seed), seed));
  }

  private static <T> T one(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Instant around(SplittableRandom random, Duration most) {
    return T0.plusMillis(random.nextLong(-most.toMillis(), most.toMillis()));
  }

  private static WorkerRecord worker(SplittableRandom random) {
    WorkerRecord worker = SampleWorkers.in(one(random, List.of(WorkerState.values())));
    worker = random.nextBoolean() ? SampleWorkers.ephemeral(worker) : worker;
    if (random.nextInt(4) > 0) {
      Instant last = around(random, Duration.ofMinutes(2));
      Instant since = last.minusMillis(random.nextLong(600_000));
      worker = SampleWorkers.failing(worker, 1 + random.nextInt(5), since, last);
    }
    Load load = new Load(random.nextInt(3), 0, 0);
    Heartbeat heartbeat = new Heartbeat(around(random, Duration.ofMinutes(3)), load);
    return RecordBuilder.of(worker).heartbeat(random.nextInt(5) == 0 ? null : heartbeat).build();
  }

  private static Fleet fleet(SplittableRandom random) {
    int size = 1 + random.nextInt(30);
    return new Fleet(
        size,
        random.nextInt(size + 1),
        random.nextInt(size + 1),
        random.nextInt(size + 1),
        random.nextInt(3));
  }

  private static EvaluationStatus evaluation(SplittableRandom random) {
    Instant since = T0.minusMillis(random.nextLong(600_000));
    return new EvaluationStatus(random.nextInt(4) == 0 ? null : since, "random");
  }

  private static Instant now(SplittableRandom random) {
    return T0.plusMillis(random.nextLong(Duration.ofHours(2).toMillis()));
  }

  private static Evidence calm(EvaluationStatus evaluation, Fleet fleet) {
    return new Evidence(Request.nothing(), evaluation, fleet);
  }

  private static Optional<TransitionCause> cause(Decision decision) {
    return switch (decision) {
      case Decision.Move move -> Optional.of(move.cause());
      case Decision.Forget forget -> Optional.of(forget.cause());
      case Decision.Keep _, Decision.Mark _, Decision.Refuse _ -> Optional.empty();
    };
  }

  private static Request asked(SplittableRandom random) {
    return random.nextBoolean()
        ? Request.nothing()
        : new Request.Submitted(one(random, List.of(Request.Action.values())), "mary", "because");
  }

  @Test
  void decisionsFollowFromTheirArgumentsAlone() {
    always((random, seed) -> {
      WorkerRecord worker = worker(random);
      Evidence evidence = calm(evaluation(random), fleet(random));
      Instant now = now(random);
      assertThat(Lifecycle.decide(worker, evidence, POLICY, now))
          .as("seed %d", seed)
          .isEqualTo(Lifecycle.decide(worker, evidence, POLICY, now));
    });
  }

  @Test
  void everyDecisionSaysWhatComesNextAndWhenNotBeforeNow() {
    always((random, seed) -> {
      Instant now = now(random);
      Evidence evidence = new Evidence(asked(random), evaluation(random), fleet(random));
      Decision.Next next = Lifecycle.decide(worker(random), evidence, POLICY, now).next();
      assertThat(next.action().words()).isNotBlank();
      if (next.at() != null && evidence.request() instanceof Request.None) {
        assertThat(next.at()).as("seed %d: %s", seed, next).isAfterOrEqualTo(now);
      }
    });
  }

  @Test
  void whatIsDoneIsDoneOnce() {
    always((random, seed) -> {
      WorkerRecord worker = worker(random);
      Evidence evidence = calm(evaluation(random), fleet(random));
      Instant now = now(random);
      Set<TransitionCause> seen = EnumSet.noneOf(TransitionCause.class);
      Decision decision = Lifecycle.decide(worker, evidence, POLICY, now);
      while (decision instanceof Decision.Move move) {
        assertThat(seen.add(move.cause())).as("seed %d: %s twice", seed, move).isTrue();
        worker = RecordChanges.moved(worker, move, Request.nothing(), POLICY, now);
        decision = Lifecycle.decide(worker, evidence, POLICY, now);
      }
    });
  }

  @Test
  void aRequestIsDoneWasDoneOrIsRefusedAndThenLasts() {
    always((random, seed) -> {
      WorkerRecord worker = worker(random);
      worker = random.nextBoolean() ? SampleWorkers.forHealth(worker) : worker;
      Request.Action what = one(random, List.of(Request.Action.LAND, Request.Action.RETIRE));
      Request request = new Request.Submitted(what, "mary", "because");
      Evidence evidence = new Evidence(request, evaluation(random), fleet(random));
      Decision decision = Lifecycle.decide(worker, evidence, POLICY, now(random));
      if (decision instanceof Decision.Move move) {
        WorkerRecord next = RecordChanges.moved(worker, move, request, POLICY, T0);
        assertThat(next.drain()).as("seed %d", seed).isNotNull();
        assertThat(next.drain().by()).as("seed %d", seed).isEqualTo("mary");
        assertThat(next.retiredForHealth()).as("seed %d", seed).isFalse();
        lasts(next, random, seed);
      } else {
        assertThat(worker.state().isDraining() || worker.state().isEnded())
            .as("seed %d: %s", seed, decision)
            .isTrue();
      }
    });
  }

  /** Whatever the rules decide, and however often the same machine comes back. */
  private static void lasts(WorkerRecord asked, SplittableRandom random, long seed) {
    WorkerRecord worker = asked;
    Set<WorkerState> wanted =
        asked.state() == WorkerState.LANDING
            ? EnumSet.of(WorkerState.LANDING, WorkerState.LANDED)
            : EnumSet.of(WorkerState.RETIRING, WorkerState.RETIRED);
    Instant now = T0;
    for (int i = 0; i < 10; i++) {
      now = now.plusMillis(random.nextLong(1_000_000));
      worker = again(worker, now, i);
      Decision decision =
          Lifecycle.decide(worker, calm(evaluation(random), fleet(random)), POLICY, now);
      if (decision instanceof Decision.Forget) {
        return;
      }
      if (decision instanceof Decision.Move move) {
        worker = RecordChanges.moved(worker, move, Request.nothing(), POLICY, now);
      }
      assertThat(worker.state()).as("seed %d", seed).isIn(wanted);
    }
  }

  private static WorkerRecord again(WorkerRecord worker, Instant now, int i) {
    Incarnation next = new Incarnation(worker.incarnation().number() + 1);
    Candidate candidate =
        new Candidate(
            worker.registration(), worker.machine(), next, i % 2 == 0, "", null, Duration.ZERO);
    Admission admission =
        AdmissionRules.decide(Optional.of(worker), candidate, null, GATEWAY, POLICY, now);
    return admission instanceof Admission.Admit admit ? admit.record() : worker;
  }

  @Test
  void whenTheBrakesHoldNobodyGetsWorse() {
    Fleet braked = new Fleet(10, 8, 8, 2, 0);
    always((random, seed) -> {
      Decision decision =
          Lifecycle.decide(worker(random), calm(evaluation(random), braked), POLICY, now(random));
      assertThat(cause(decision).filter(HARM::contains)).as("seed %d", seed).isEmpty();
    });
  }

  @Test
  void suspendedEvaluationHarmsNobody() {
    always((random, seed) -> {
      EvaluationStatus unfit = new EvaluationStatus(null, "the database is away");
      Decision decision =
          Lifecycle.decide(worker(random), calm(unfit, fleet(random)), POLICY, now(random));
      assertThat(cause(decision).filter(HARM::contains)).as("seed %d", seed).isEmpty();
      assertThat(cause(decision))
          .as("seed %d", seed)
          .isNotEqualTo(Optional.of(TransitionCause.DRAIN_DEADLINE));
    });
  }

  private static Policy patient(Duration stallAfter, int failures, Duration failingFor) {
    Policy.Connectivity connectivity = POLICY.connectivity();
    Policy.Health health = POLICY.health();
    return new Policy(
        new Policy.Connectivity(
            connectivity.heartbeatInterval(),
            connectivity.heartbeatLimit(),
            stallAfter,
            connectivity.ephemeralGrace(),
            connectivity.stalledTimeout()),
        new Policy.Health(
            true, health.checkInterval(), health.checkLimit(), failures, failingFor, false),
        POLICY.drains(),
        POLICY.quarantines(),
        POLICY.brake());
  }

  @Test
  void morePatienceNeverActsEarlier() {
    always((random, seed) -> {
      Duration stallAfter = Duration.ofSeconds(66 + random.nextInt(200));
      Duration failingFor = Duration.ofSeconds(random.nextInt(300));
      int failures = 1 + random.nextInt(4);
      Policy hasty = patient(stallAfter, failures, failingFor);
      Policy patient =
          patient(
              stallAfter.plusSeconds(random.nextInt(100)),
              failures + random.nextInt(3),
              failingFor.plusSeconds(random.nextInt(100)));
      WorkerRecord worker = worker(random);
      Evidence evidence = calm(evaluation(random), fleet(random));
      Instant now = now(random);
      Optional<TransitionCause> slow = cause(Lifecycle.decide(worker, evidence, patient, now));
      if (slow.filter(HARM::contains).isPresent()) {
        Optional<TransitionCause> fast = cause(Lifecycle.decide(worker, evidence, hasty, now));
        assertThat(fast.filter(HARM::contains)).as("seed %d: %s", seed, slow).isPresent();
      }
    });
  }

  @Test
  void goodNewsNeverDelaysRecoveryNorBringsHarm() {
    always((random, seed) -> {
      WorkerRecord worker = worker(random);
      Evidence evidence = calm(evaluation(random), fleet(random));
      Instant now = now(random);
      WorkerRecord heard =
          RecordBuilder.of(worker).heartbeat(new Heartbeat(now, new Load(1, 0, 0))).build();
      CheckReport good = new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(9), List.of());
      WorkerRecord well = RecordChanges.checked(heard, good, POLICY, now);
      Decision decision = Lifecycle.decide(well, evidence, POLICY, now);
      if (worker.state() == WorkerState.STALLED && now.isAfter(worker.since())) {
        assertThat(cause(decision)).as("seed %d", seed).contains(TransitionCause.REACHED);
      }
      if (worker.state() == WorkerState.RUNNING) {
        assertThat(decision.reason().code()).as("seed %d", seed).isEqualTo(ReasonCode.FIT);
      }
    });
  }
}
