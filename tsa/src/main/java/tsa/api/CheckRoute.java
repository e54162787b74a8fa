package tsa.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
import tsa.lifecycle.WorkerRecord;
import tsa.wire.AskJson;
import tsa.wire.CheckJson;
import tsa.worker.GoDuration;

/** The route by which people ask for a deep check now. */
final class CheckRoute {
  private static final Logger log = LoggerFactory.getLogger(CheckRoute.class);
  private static final int AT_ONCE = 64;

  private final Registrations registrations;
  private final RemoteChecks elsewhere;
  private final Lookup lookup;
  private final Turns turns;
  private final Duration wait;
  private final Semaphore room = new Semaphore(AT_ONCE);

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
    if (!room.tryAcquire()) {
      throw Refusal.of(503, "too many checks are being waited for; try again later");
    }
    try {
      log.atInfo()
          .addKeyValue("worker", worker.name())
          .addKeyValue("by", caller.name())
          .log("a deep check is asked for");
      return Answer.json(check(worker, caller, call.why(body)));
    } finally {
      room.release();
    }
  }

  private CheckJson check(WorkerRecord worker, Caller caller, String why) {
    Optional<CompletableFuture<CheckReport>> here = registrations.checkNow(worker.name());
    if (here.isPresent()) {
      return Views.asked(worker.name(), await(here.get()));
    }
    if (!elsewhere.isHeldElsewhere(worker)) {
      throw Refusal.of(
          409, "worker '" + worker.name() + "' cannot be checked now: it is not connected");
    }
    try {
      return elsewhere.ask(worker, caller, why, wait).map(Views::check).orElseThrow(this::late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    }
  }

  private CheckReport await(CompletableFuture<CheckReport> check) {
    try {
      return check.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException | CancellationException e) {
      throw Refusal.of(503, "the check was called off, because the registration ended");
    }
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
