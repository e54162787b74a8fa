package tsa.api.worker;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tsa.api.access.Principal;
import tsa.api.http.ApiRequest;
import tsa.api.http.RefusedException;
import tsa.control.Caller;
import tsa.control.Registrations;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.ActionJson;
import tsa.worker.WorkerName;

/** Finds the worker a call is about, as far as its caller may know of it. */
public final class WorkerLookup {
  private final WorkerStore store;
  private final Registrations registrations;

  public WorkerLookup(WorkerStore store, Registrations registrations) {
    this.store = store;
    this.registrations = registrations;
  }

  /** A worker as it was at one instant. */
  record VisibleWorker(WorkerRecord worker, Instant now) {}

  /**
   * The worker of a call that only looks.
   *
   * @throws RefusedException 404 if it is not known, or not to be seen by the caller: names of
   *     other teams cannot be probed
   */
  VisibleWorker visible(ApiRequest request) {
    WorkerName name = request.worker();
    WorkerStore.View view = store.find(name);
    return view.worker()
        .filter(worker -> request.principal().maySee(worker.registration().team()))
        .map(worker -> new VisibleWorker(worker, view.now()))
        .orElseThrow(() -> unknown(request, name));
  }

  /**
   * The worker of a call that acts.
   *
   * @throws RefusedException 404 as above, 403 if the caller may see it but not act on it
   */
  VisibleWorker actedOn(ApiRequest request) {
    VisibleWorker seen = visible(request);
    if (!request.principal().mayActOn(seen.worker().registration().team())) {
      throw RefusedException.forbidden();
    }
    return seen;
  }

  /**
   * There is no such worker. Tells those who may know it of a registration of that name that waits
   * here; whose it will be is not settled, so that is admins.
   */
  RefusedException unknown(ApiRequest request, WorkerName name) {
    String text = "worker '" + name + "' does not exist";
    Registrations.Held held = request.principal().admin() ? held(name) : null;
    return RefusedException.of(
        404,
        held == null || held.waitingFor().isEmpty()
            ? text
            : text + " yet; a registration of that name waits here: " + held.waitingFor());
  }

  /** What this gateway knows of a session of that name; null if it holds none. */
  Registrations.@Nullable Held held(WorkerName name) {
    return registrations.held().stream()
        .filter(held -> held.name().equals(name))
        .max(Comparator.comparingLong(Registrations.Held::incarnation))
        .orElse(null);
  }

  /**
   * Who asks, with the team that the worker must still be of when it is changed.
   *
   * @throws RefusedException as {@link #actedOn}, and 400 if the body names another team
   */
  Caller caller(ApiRequest request, ActionJson body) {
    Principal principal = request.principal();
    if (principal.admin() && body.team() == null) {
      return new Caller(principal.actor(null), null);
    }
    String team = actedOn(request).worker().registration().team();
    if (body.team() != null && !body.team().equals(Objects.requireNonNullElse(team, ""))) {
      throw RefusedException.of(
          400, "the worker belongs to " + owner(team) + ", the request names another");
    }
    return new Caller(principal.actor(team), team);
  }

  private static String owner(@Nullable String team) {
    return team == null ? "all teams" : "team " + team;
  }
}
