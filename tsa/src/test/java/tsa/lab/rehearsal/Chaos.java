package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tsa.control.port.StoreException;
import tsa.lifecycle.Request;
import tsa.lifecycle.Verdict;

/** What goes wrong in one rehearsal: drawn from one seed, and mended after a while. */
final class Chaos {
  private static final List<Verdict> ILLNESSES =
      List.of(
          Verdict.FAILING,
          Verdict.FAILING,
          Verdict.SATURATED,
          Verdict.INCONCLUSIVE,
          Verdict.DEGRADED);

  private static final List<Request.Action> REQUESTS = List.of(Request.Action.values());

  private final Rehearsal rehearsal;
  private final SplittableRandom random;
  private final boolean networkOnly;

  Chaos(Rehearsal rehearsal, SplittableRandom random, boolean networkOnly) {
    this.rehearsal = rehearsal;
    this.random = random;
    this.networkOnly = networkOnly;
  }

  /** Does one thing; says what. */
  String strike() {
    int which = random.nextInt(networkOnly ? 8 : 17);
    return switch (which) {
      case 0 -> "partition of one: " + partition(1);
      case 1 -> "partition of some: " + partition(1 + random.nextInt(rehearsal.workers().size()));
      case 2 -> "storm: " + each(RehearsedGateway::dropAll);
      case 3 -> "pause: " + pause();
      case 4 -> "restart: " + restart();
      case 5 -> "database away: " + away();
      case 6 -> "clock: " + clock();
      case 7 -> "rebalance: " + rebalance();
      case 8 -> "illness of one: " + illness(1);
      case 9 -> "mass illness: " + illness(1 + random.nextInt(rehearsal.workers().size()));
      case 10 -> "operator: " + operator();
      case 11 -> "process restarts: " + some(RehearsedWorker::restart);
      case 12 -> "containers: " + some(worker -> worker.containers(random.nextInt(3)));
      case 13 -> "odd row: " + odd();
      case 14 -> "cut from the database: " + cut();
      case 15 -> "operator: " + operator();
      default -> "illness of one: " + illness(1);
    };
  }

  private Duration length(int most) {
    return Duration.ofSeconds(1 + random.nextInt(most));
  }

  private void later(Duration delay, Runnable mend) {
    rehearsal.time().after(delay, mend);
  }

  private RehearsedWorker any() {
    return rehearsal.workers().get(random.nextInt(rehearsal.workers().size()));
  }

  private String some(Consumer<RehearsedWorker> what) {
    RehearsedWorker worker = any();
    what.accept(worker);
    return worker.name().value();
  }

  private String each(Consumer<RehearsedGateway> what) {
    rehearsal.gateways().forEach(what);
    return "all";
  }

  private String partition(int count) {
    Duration length = length(400);
    for (int i = 0; i < count; i++) {
      RehearsedWorker worker = any();
      worker.online(false);
      later(length, () -> worker.online(true));
    }
    return count + " for " + length;
  }

  private String pause() {
    Duration length = length(95);
    rehearsal.anyGateway().ifPresent(gateway -> gateway.pause(length));
    return length.toString();
  }

  private String restart() {
    rehearsal.anyGateway().ifPresent(rehearsal::restart);
    return "one";
  }

  private String away() {
    Duration length = length(700);
    rehearsal.database().away(true);
    later(length, () -> rehearsal.database().away(false));
    return length.toString();
  }

  private String cut() {
    Duration length = length(300);
    rehearsal
        .anyGateway()
        .ifPresent(gateway -> {
          gateway.cutFromDatabase(true);
          later(length, () -> gateway.cutFromDatabase(false));
        });
    return length.toString();
  }

  private String clock() {
    Duration by = length(3600).multipliedBy(random.nextBoolean() ? 1 : -1);
    rehearsal.time().jump(by);
    return by.toString();
  }

  private String rebalance() {
    return some(RehearsedWorker::rebalance);
  }

  private String illness(int count) {
    Verdict verdict = ILLNESSES.get(random.nextInt(ILLNESSES.size()));
    Duration length = length(1200);
    for (int i = 0; i < count; i++) {
      RehearsedWorker worker = any();
      worker.verdict(verdict);
      later(length, () -> worker.verdict(Verdict.HEALTHY));
    }
    return count + " " + verdict + " for " + length;
  }

  private String odd() {
    RehearsedWorker worker = any();
    Duration length = length(200);
    rehearsal.database().odd(worker.name(), true);
    later(length, () -> rehearsal.database().odd(worker.name(), false));
    return worker.name() + " for " + length;
  }

  private String operator() {
    Request.Action what = REQUESTS.get(random.nextInt(REQUESTS.size()));
    RehearsedWorker worker = any();
    String asked = what + " " + worker.name();
    Optional<RehearsedGateway> gateway = rehearsal.anyGateway();
    if (gateway.isEmpty()) {
      return asked + ": no gateway";
    }
    try {
      return asked + ": " + rehearsal.ask(gateway.get(), worker.name(), what, "chaos");
    } catch (StoreException e) {
      return asked + ": " + e.getMessage();
    }
  }
}
