package tsa.api.worker;

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
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.PerCallerLimit;
import tsa.api.http.QueryConcurrencyLimit;
import tsa.api.http.RefusedException;
import tsa.api.view.JsonViews;
import tsa.control.Caller;
import tsa.control.Registrations;
import tsa.control.RemoteChecks;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.ActionJson;
import tsa.wire.CheckJson;
import tsa.worker.GoDuration;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The route by which people ask for a deep check now. */
public final class DeepCheckRoute {
  private static final Logger log = LoggerFactory.getLogger(DeepCheckRoute.class);
  private static final int AT_ONCE = 64;
  private static final int EACH = 8;

  private final Registrations registrations;
  private final RemoteChecks elsewhere;
  private final WorkerLookup lookup;
  private final QueryConcurrencyLimit queryLimit;
  private final Duration wait;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final PerCallerLimit perCaller = new PerCallerLimit(EACH);

  /** The checks that are waited for here, one of each registration: whoever comes later joins. */
  private final Map<CheckKey, CompletableFuture<CheckJson>> waiting = new ConcurrentHashMap<>();

  private record CheckKey(WorkerName worker, Incarnation incarnation) {}

  /**
   * @param elsewhere for workers that other gateways hold
   * @param wait how long a caller waits for the end of the check; the check itself goes on
   */
  public DeepCheckRoute(
      Registrations registrations,
      RemoteChecks elsewhere,
      WorkerLookup lookup,
      QueryConcurrencyLimit queryLimit,
      Duration wait) {
    this.registrations = registrations;
    this.elsewhere = elsewhere;
    this.lookup = lookup;
    this.queryLimit = queryLimit;
    this.wait = wait;
  }

  /** Runs a check and answers with it. */
  public ApiResponse check(ApiRequest request) {
    request.requireOnly(Set.of("reason"));
    ActionJson body = request.ask();
    Caller caller = queryLimit.take(() -> lookup.caller(request, body));
    WorkerRecord worker = queryLimit.take(() -> lookup.actedOn(request).worker());
    try (PerCallerLimit.Permit _ = place(request)) {
      log.atInfo()
          .addKeyValue("worker", worker.name())
          .addKeyValue("by", caller.name())
          .log("a deep check is asked for");
      return ApiResponse.json(joined(worker, caller, request.why(body)));
    }
  }

  private PerCallerLimit.Permit place(ApiRequest request) {
    PerCallerLimit.Permit permit =
        perCaller
            .tryAcquire(request.principal())
            .orElseThrow(
                () -> RefusedException.of(429, "you wait for too many checks; try again later"));
    if (!room.tryAcquire()) {
      permit.close();
      throw RefusedException.of(503, "too many checks are being waited for; try again later");
    }
    return () -> {
      room.release();
      permit.close();
    };
  }

  private CheckJson joined(WorkerRecord worker, Caller caller, String why) {
    CheckKey asked = new CheckKey(worker.name(), worker.incarnation());
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
      return JsonViews.asked(worker.name(), finished(await(here.get())));
    }
    if (!elsewhere.isHeldElsewhere(worker)) {
      throw RefusedException.of(
          409, "worker '" + worker.name() + "' cannot be checked now: it is not connected");
    }
    if (queryLimit.take(() -> elsewhere.isHolderSilent(worker))) {
      throw RefusedException.of(
          503,
          "worker '"
              + worker.name()
              + "' cannot be checked now: the gateway that holds it is not heard of");
    }
    try {
      return elsewhere
          .ask(worker, caller, why, wait)
          .map(JsonViews::check)
          .orElseThrow(DeepCheckRoute::unanswered);
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
      throw e.getCause() instanceof RefusedException refusal ? refusal : calledOff();
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

  private static RefusedException calledOff() {
    return RefusedException.of(503, "the check was called off, because the registration ended");
  }

  private static RefusedException unanswered() {
    return RefusedException.of(
        504,
        "no answer came from the gateway that holds the worker; whether it made the check is not"
            + " known");
  }

  private RefusedException late() {
    return RefusedException.of(
        504,
        "the check has not ended within "
            + GoDuration.print(wait)
            + "; it goes on, and will be found among the checks of the worker");
  }

  private static RefusedException stopping() {
    return RefusedException.of(503, "this gateway is stopping");
  }
}
