package tsa.api;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.Registrations;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.GoDuration;

/** The route by which people ask for a deep check now. */
final class CheckRoute {
  private static final Logger log = LoggerFactory.getLogger(CheckRoute.class);
  private static final int AT_ONCE = 64;

  private final Registrations registrations;
  private final Lookup lookup;
  private final Duration wait;
  private final Semaphore room = new Semaphore(AT_ONCE);

  /**
   * @param wait how long a caller waits for the end of the check; the check itself goes on
   */
  CheckRoute(Registrations registrations, Lookup lookup, Duration wait) {
    this.registrations = registrations;
    this.lookup = lookup;
    this.wait = wait;
  }

  /** Runs a check and answers with it. */
  Answer check(Call call) {
    var _ = call.ask(); // a body has no meaning yet, but a wrong one is refused
    WorkerRecord worker = lookup.actedOn(call).worker();
    if (!room.tryAcquire()) {
      throw Refusal.of(503, "too many checks are being waited for; try again later");
    }
    try {
      log.atInfo()
          .addKeyValue("worker", worker.name())
          .addKeyValue("by", call.principal().actor(worker.registration().team()))
          .log("a deep check is asked for");
      CompletableFuture<CheckReport> check =
          registrations.checkNow(worker.name()).orElseThrow(() -> notHere(worker));
      return Answer.json(Views.asked(worker.name(), await(check)));
    } finally {
      room.release();
    }
  }

  private CheckReport await(CompletableFuture<CheckReport> check) {
    try {
      return check.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Refusal.of(
          504,
          "the check has not ended within "
              + GoDuration.print(wait)
              + "; it goes on, and will be found among the checks of the worker");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(503, "this gateway is stopping");
    } catch (ExecutionException | CancellationException e) {
      throw Refusal.of(503, "the check was called off, because the registration ended");
    }
  }

  private static Refusal notHere(WorkerRecord worker) {
    String where =
        worker.gateway() == null
            ? "no gateway holds its session: it is not connected"
            : "gateway " + worker.gateway() + " holds its session; ask there";
    return Refusal.of(409, "worker '" + worker.name() + "' cannot be checked from here: " + where);
  }
}
