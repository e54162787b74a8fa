package tsa.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Atc;
import tsa.control.port.AtcLedger;
import tsa.control.port.AtcUnavailableException;
import tsa.control.port.Lane;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.AtcRules;
import tsa.lifecycle.AtcStep;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.AtcWord;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SchedulingRules;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;

/**
 * Keeps what the ATC knows of the workers equal to what it is to know. After each look at the fleet
 * it compares the two for the workers that this gateway evaluates, and for those that are forgotten
 * here (docs/decisions/0038-out-of-scheduling-at-the-first-sign.md). Thread-safe.
 */
final class AtcReconciler implements AtcReconciliation, AtcRow.AtcRowContext {
  private static final Logger log = LoggerFactory.getLogger(AtcReconciler.class);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30);
  private static final int REFUSALS = 20;

  private final Atc atc;
  private final AtcLedger ledger;
  private final ControlDependencies dependencies;
  private final HeartbeatPace pace;
  private final Runnable wake;
  private final Jitter jitter;
  private final LogRateLimit troubles;
  private final LogRateLimit refusals;
  private final Lane chores;
  private final Map<WorkerName, AtcRow> rows = new ConcurrentHashMap<>();
  private final AtomicLong reading = new AtomicLong();
  private volatile Map<WorkerName, AtcTold> ledgerAtPass = Map.of();
  private final Map<WorkerName, ReasonCode> reasons = new ConcurrentHashMap<>();
  private volatile @Nullable SchedulingRules lastRules;
  private volatile boolean answering;
  private boolean braked;

  AtcReconciler(
      Atc atc,
      AtcLedger ledger,
      ControlDependencies dependencies,
      HeartbeatPace pace,
      Runnable wake) {
    this.atc = atc;
    this.ledger = ledger;
    this.dependencies = dependencies;
    this.pace = pace;
    this.wake = wake;
    this.jitter = new Jitter(dependencies.random());
    this.troubles = new LogRateLimit(1, LOG_INTERVAL, dependencies.ticker());
    this.refusals = new LogRateLimit(REFUSALS, LOG_INTERVAL, dependencies.ticker());
    this.chores = dependencies.lanes().lane("atc");
  }

  /**
   * Begins: says soon, and again and again, whether the ATC lets us in, with workers or without.
   */
  @Override
  public void start() {
    chores.run(this::ping);
  }

  private void ping() {
    try {
      note(atc.ping());
    } finally {
      chores.after(jitter.around(PING_INTERVAL), this::ping);
    }
  }

  private void note(Atc.Answer answer) {
    dependencies.metrics().atcAnswered("ping", answer.word());
    answer.trouble().ifPresentOrElse(this::trouble, this::answers);
  }

  private void answers() {
    if (!answering) {
      log.atInfo().log("the ATC answers");
    }
    answering = true;
  }

  private void trouble(String what) {
    answering = false;
    troubles
        .line()
        .ifPresent(unwritten ->
            log.atWarn().addKeyValue("unwritten", unwritten).log("the ATC is not told: {}", what));
  }

  @Override
  public void read() {
    reading.incrementAndGet();
    ledgerAtPass =
        ledger.all().stream().collect(Collectors.toMap(AtcTold::name, Function.identity()));
  }

  @Override
  public AtcWord word(WorkerRecord worker) {
    AtcTold told = told(worker.name());
    return told == null ? new AtcWord.NotSaid() : told.wordOn(worker);
  }

  private @Nullable AtcTold told(WorkerName name) {
    AtcRow row = rows.get(name);
    return row == null ? ledgerAtPass.get(name) : row.told();
  }

  @Override
  public void review(
      WorkerStore.Snapshot snapshot, EvaluationStatus evaluation, Predicate<WorkerRecord> mine) {
    List<WorkerRecord> workers = snapshot.workers();
    SchedulingRules rules = new SchedulingRules(workers, evaluation, pace.policy(), snapshot.now());
    lastRules = rules;
    noteBrake(rules);
    Set<WorkerName> known = new HashSet<>();
    for (WorkerRecord worker : workers) {
      known.add(worker.name());
      if (mine.test(worker) && !rules.isLongGone(worker)) {
        AtcRow row = row(worker.name());
        row.adopt(ledgerAtPass.get(worker.name()), reading.get());
        row.review(worker, schedule(worker, rules));
      } else {
        forget(worker.name());
      }
    }
    for (WorkerName name : ledgerAtPass.keySet()) {
      if (!known.contains(name)) {
        row(name).review(null, false);
      }
    }
    rows.values().removeIf(row -> row.isOver(known));
    reasons.keySet().retainAll(known);
  }

  @Override
  public Optional<Reason> scheduling(WorkerRecord worker) {
    SchedulingRules rules = lastRules;
    return rules == null
        ? Optional.empty()
        : rules.of(worker).map(SchedulingRules.Scheduling::reason);
  }

  private boolean schedule(WorkerRecord worker, SchedulingRules rules) {
    Optional<SchedulingRules.Scheduling> scheduling = rules.of(worker);
    scheduling.ifPresentOrElse(
        told -> note(worker.name(), told.reason()), () -> reasons.remove(worker.name()));
    return scheduling.filter(SchedulingRules.Scheduling::scheduled).isPresent();
  }

  /** A line when the reason changes; while it lasts, it is no news. */
  private void note(WorkerName name, Reason reason) {
    ReasonCode before = reasons.put(name, reason.code());
    if (before != reason.code() && (before != null || reason.code() != ReasonCode.SCHEDULED)) {
      log.atInfo()
          .addKeyValue("worker", name)
          .addKeyValue("reason", reason.code().id())
          .log("scheduling: {}", reason.sentence());
    }
  }

  private void noteBrake(SchedulingRules rules) {
    boolean holds = rules.brakeHolds();
    if (holds && !braked) {
      log.atWarn()
          .log("so many workers look ill at once that none is taken out of scheduling for it");
    }
    braked = holds;
  }

  private void forget(WorkerName name) {
    AtcRow row = rows.remove(name);
    if (row != null) {
      row.close();
    }
  }

  private AtcRow row(WorkerName name) {
    return rows.computeIfAbsent(
        name,
        absent ->
            new AtcRow(
                this,
                absent,
                ledgerAtPass.get(absent),
                dependencies.lanes().lane("atc " + absent)));
  }

  @Override
  public void heartbeat(WorkerName name) {
    AtcRow row = rows.get(name);
    if (row != null) {
      row.heartbeat();
    }
  }

  @Override
  public boolean mayEnd(WorkerRecord worker) {
    return AtcRules.mayEnd(worker, told(worker.name()));
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public void report(WorkerName worker, ObjectKind kind, List<String> handles) {
    requireDone(atc.report(worker, kind, handles));
  }

  @Override
  public List<String> destroying(WorkerName worker, ObjectKind kind) {
    Atc.Destroying said = atc.destroying(worker, kind);
    requireDone(said.answer());
    return said.destroying();
  }

  /** A worker that the ATC does not know holds nothing of it. */
  private static void requireDone(Atc.Answer answer) {
    answer
        .trouble()
        .ifPresent(problem -> {
          throw new AtcUnavailableException(problem);
        });
  }

  @Override
  public Atc atc() {
    return atc;
  }

  @Override
  public AtcLedger ledger() {
    return ledger;
  }

  @Override
  public WorkerStore store() {
    return dependencies.store();
  }

  /** A heartbeat may be missed without harm: silence is judged here, and told. */
  @Override
  public Duration ttl() {
    Policy policy = pace.policy();
    Duration both = policy.connectivity().longestGap().plus(pace.interval());
    return Duration.ofSeconds(Math.max(1, both.plusMillis(999).toSeconds()));
  }

  @Override
  public long reading() {
    return reading.get();
  }

  @Override
  public Jitter jitter() {
    return jitter;
  }

  @Override
  public void answered(WorkerName name, AtcStep step, Atc.Answer answer) {
    dependencies.metrics().atcAnswered(step.word(), answer.word());
    switch (answer) {
      case Atc.Answer.Accepted _, Atc.Answer.NotFound _ -> answers();
      case Atc.Answer.Rejected refused -> refused(name, step, refused.problem());
      case Atc.Answer.Unavailable away -> trouble(away.problem());
    }
  }

  /** What is wrong with one worker must not hide what is wrong with another. */
  private void refused(WorkerName name, AtcStep step, String what) {
    refusals
        .line()
        .ifPresent(unwritten ->
            log.atWarn()
                .addKeyValue("worker", name)
                .addKeyValue("step", step.word())
                .addKeyValue("unwritten", unwritten)
                .log("the ATC refuses: {}", what));
  }

  @Override
  public void wake() {
    wake.run();
  }
}
