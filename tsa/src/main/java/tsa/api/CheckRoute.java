package tsa.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.Caller;
import tsa.control.Registrations;
import tsa.control.RemoteChecks;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.AskJson;
import tsa.wire.CheckJson;
import tsa.worker.GoDuration;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The route by which people ask for a deep check now. */
final class CheckRoute {
  private static final Logger log = LoggerFactory.getLogger(CheckRoute.class);
  private static final int AT_ONCE = 64;
  private static final int EACH = 8;

  private final Registrations registrations;
  private final RemoteChecks elsewhere;
  private final Lookup lookup;
  private final Turns turns;
  private final Duration wait;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Shares shares = new Shares(EACH);

  /** The checks that are waited for here, one of each registration: whoever comes later joins. */
  private final Map<Asked, CompletableFuture<CheckJson>> waiting = new ConcurrentHashMap<>();

  private record Asked(WorkerName worker, Incarnation incarnation) {}

  /**
   * @param elsewhere for workers that other gateways hold
   * @param wait how long a caller waits for the end of the check; the check itself goes on
   */
  CheckRoute(
      Registrations registrations,
      RemoteChecks elsewhere,
      Lookup lookup,
      Turns turns,
      Duration wait) {
    this.registrations = registrations;
    this.elsewhere = elsewhere;
    this.lookup = lookup;
    this.turns = turns;
    this.wait = wait;
  }

  /** Runs a check and answers with it. */
  Answer check(Call call) {
    call.requireOnly(Set.of("reason"));
    AskJson body = call.ask();
    Caller caller = turns.take(() -> lookup.caller(call, body));
    WorkerRecord worker = turns.take(() -> lookup.actedOn(call).worker());
    try (Shares.Share _ = place(call)) {
      log.atInfo()
          .addKeyValue("worker", worker.name())
          .addKeyValue("by", caller.name())
          .log("a deep check is asked for");
      return Answer.json(joined(worker, caller, call.why(body)));
    }
  }

  private Shares.Share place(Call call) {
    Shares.Share share =
        shares
            .take(call.principal())
            .orElseThrow(() -> Refusal.of(429, "you wait for too many checks; try again later"));
    if (!room.tryAcquire()) {
      share.close();
      throw Refusal.of(503, "too many checks are being waited for; try again later");
    }
    return () -> {
      room.release();
      share.close();
    };
  }

  private CheckJson joined(WorkerRecord worker, Caller caller, String why) {
    Asked asked = new Asked(worker.name(), worker.incarnation());
    CompletableFuture<CheckJson> mine = new CompletableFuture<>();
    CompletableFuture<CheckJson> others = waiting.putIfAbsent(asked, mine);
    if (others != null) {
      return await(others);
    }
    try {
      CheckJson check = check(worker, caller, why);
      mine.complete(check);
      return check;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      waiting.remove(asked, mine);
    }
  }

  private CheckJson check(WorkerRecord worker, Caller caller, String why) {
    Optional<CompletableFuture<CheckReport>> here = registrations.checkNow(worker.name());
    if (here.isPresent()) {
      return Views.asked(worker.name(), finished(await(here.get())));
    }
    if (!elsewhere.isHeldElsewhere(worker)) {
      throw Refusal.of(
          409, "worker '" + worker.name() + "' cannot be checked now: it is not connected");
    }
    if (turns.take(() -> elsewhere.isHolderSilent(worker))) {
      throw Refusal.of(
          503,
          "worker '"
              + worker.name()
              + "' cannot be checked now: the gateway that holds it is not heard of");
    }
    try {
      return elsewhere
          .ask(worker, caller, why, wait)
          .map(Views::check)
          .orElseThrow(CheckRoute::unanswered);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    }
  }

  private <T> T await(CompletableFuture<T> check) {
    try {
      return check.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Refusal refusal ? refusal : calledOff();
    } catch (CancellationException e) {
      throw calledOff();
    }
  }

  /** A check that came to nothing, not even a step, was called off before it began. */
  private static CheckReport finished(CheckReport report) {
    if (report.verdict() == Verdict.INCONCLUSIVE
        && report.problem() == null
        && report.steps().isEmpty()) {
      throw calledOff();
    }
    return report;
  }

  private static Refusal calledOff() {
    return Refusal.of(503, "the check was called off, because the registration ended");
  }

  private static Refusal unanswered() {
    return Refusal.of(
        504,
        "no answer came from the gateway that holds the worker; whether it made the check is not"
            + " known");
  }

  private Refusal late() {
    return Refusal.of(
        504,
        "the check has not ended within "
            + GoDuration.print(wait)
            + "; it goes on, and will be found among the checks of the worker");
  }

  private static Refusal stopping() {
    return Refusal.of(503, "this gateway is stopping");
  }
}
