package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import tsa.control.port.History;
import tsa.control.port.StoreException;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;

/** A scenario, run under a policy. Not thread-safe. */
public final class ScenarioRun {
  /** An operator whose request was not answered asks again. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final Scenario scenario;
  private final Rehearsal rehearsal;

  /**
   * @throws IllegalArgumentException if a step names a worker that is not there
   */
  public ScenarioRun(Scenario scenario, Policy policy) {
    this.scenario = scenario;
    this.rehearsal = new Rehearsal(policy, scenario.start(), scenario.seed());
    for (int i = 0; i < scenario.gateways(); i++) {
      rehearsal.gateway();
    }
    scenario.workers().forEach(this::join);
    Set<String> names = new HashSet<>();
    rehearsal.workers().forEach(worker -> names.add(worker.name().value()));
    scenario.steps().forEach(step -> plan(step, names));
  }

  private void join(Scenario.Group group) {
    for (int i = 1; i <= group.count(); i++) {
      String name = group.count() == 1 ? group.name() : group.name() + "-" + i;
      rehearsal.worker(name, group.ephemeral()).containers(group.containers());
    }
  }

  private void plan(Scenario.ScenarioStep step, Set<String> names) {
    for (String name : step.workers()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("there is no worker '" + name + "' in the scenario");
      }
    }
    rehearsal.time().after(step.at(), () -> begin(step));
  }

  private void begin(Scenario.ScenarioStep step) {
    switch (step.what()) {
      case OFFLINE -> each(step, worker -> worker.online(false), worker -> worker.online(true));
      case FAILING -> failing(step);
      case SATURATED -> ill(step, Verdict.SATURATED);
      case INCONCLUSIVE -> ill(step, Verdict.INCONCLUSIVE);
      case DEGRADED -> ill(step, Verdict.DEGRADED);
      case RESTART -> each(step, RehearsedWorker::restart, worker -> {});
      case CONTAINERS ->
          each(
              step, worker -> worker.containers(step.containers()), worker -> worker.containers(0));
      case ASK -> each(step, worker -> ask(step, worker), worker -> {});
      case DATABASE_AWAY -> {
        rehearsal.database().away(true);
        mend(step, () -> rehearsal.database().away(false));
      }
      case GATEWAY_PAUSE -> rehearsal.gateways().forEach(gateway -> pause(step, gateway));
      case GATEWAY_RESTART -> rehearsal.gateways().forEach(rehearsal::restart);
      case CLOCK -> rehearsal.time().jump(step.by());
      case STORM -> rehearsal.gateways().forEach(RehearsedGateway::dropAll);
    }
  }

  private static void pause(Scenario.ScenarioStep step, RehearsedGateway gateway) {
    if (step.length() != null) {
      gateway.pause(step.length());
    }
  }

  private void failing(Scenario.ScenarioStep step) {
    CheckReport.Problem problem = step.problem();
    if (problem != null) {
      each(step, worker -> worker.problem(problem), worker -> {});
    }
    ill(step, Verdict.FAILING);
  }

  private void ill(Scenario.ScenarioStep step, Verdict verdict) {
    each(step, worker -> worker.verdict(verdict), worker -> worker.verdict(Verdict.HEALTHY));
  }

  private void each(
      Scenario.ScenarioStep step,
      Consumer<RehearsedWorker> fault,
      Consumer<RehearsedWorker> mended) {
    List<RehearsedWorker> whom =
        rehearsal.workers().stream()
            .filter(worker ->
                step.workers().isEmpty() || step.workers().contains(worker.name().value()))
            .toList();
    whom.forEach(fault);
    mend(step, () -> whom.forEach(mended));
  }

  private void mend(Scenario.ScenarioStep step, Runnable mended) {
    if (step.length() != null) {
      rehearsal.time().after(step.length(), mended);
    }
  }

  private void ask(Scenario.ScenarioStep step, RehearsedWorker worker) {
    Request.Action what = step.ask();
    if (what == null) {
      return;
    }
    try {
      rehearsal.ask(rehearsal.gateways().getFirst(), worker.name(), what, "scenario");
    } catch (StoreException | NoSuchElementException e) {
      rehearsal.time().after(ASK_AGAIN, () -> ask(step, worker));
    }
  }

  /** Runs it to its end. */
  public void run() {
    rehearsal.pass(scenario.length());
  }

  /** What happened, oldest first. */
  public List<History.StoredEvent> events() {
    return rehearsal.database().history().written();
  }

  /** The deep checks that were made, of the workers of the scenario; of each the newest few. */
  List<History.StoredCheck> checks() {
    return rehearsal.workers().stream()
        .flatMap(worker ->
            rehearsal.database().history().checks(worker.name(), History.LARGEST_PAGE).stream())
        .toList();
  }

  /** The workers as they are at the end, by name. */
  public List<WorkerRecord> workers() {
    return rehearsal.database().workers().all().workers();
  }

  /** How long after the beginning that was. */
  public Duration since(Instant at) {
    return Duration.between(scenario.start(), at);
  }
}
