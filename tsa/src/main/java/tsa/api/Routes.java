package tsa.api;

import java.util.List;
import java.util.Map;
import tsa.api.fleet.EventStream;
import tsa.api.fleet.FleetRoutes;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.ApiRoute;
import tsa.api.http.ApiRoute.Access;
import tsa.api.http.ApiRouter;
import tsa.api.http.ApiSettings;
import tsa.api.http.QueryConcurrencyLimit;
import tsa.api.people.LoginPage;
import tsa.api.people.SkyRoutes;
import tsa.api.people.UserRoutes;
import tsa.api.worker.DeepCheckRoute;
import tsa.api.worker.HealthRoute;
import tsa.api.worker.WorkerActionRoutes;
import tsa.api.worker.WorkerListRoute;
import tsa.api.worker.WorkerQueryRoutes;
import tsa.lifecycle.Request;
import tsa.wire.InfoJson;

/** All routes, in one place. */
final class Routes {
  private static final String WORKERS = "/api/v1/workers";
  private static final String USER_TOKENS = "/api/v1/users/" + ApiRoute.USER + "/tokens";
  private static final String WORKER = WORKERS + "/" + ApiRoute.NAME;

  private Routes() {}

  /**
   * What answers.
   *
   * @param queryLimit for all that ask the database and wait for nothing else
   */
  record Handlers(
      QueryConcurrencyLimit queryLimit,
      WorkerQueryRoutes look,
      WorkerActionRoutes ask,
      DeepCheckRoute check,
      SkyRoutes sky,
      LoginPage login,
      UserRoutes users,
      WorkerListRoute list,
      FleetRoutes fleet,
      HealthRoute health,
      EventStream events) {}

  /** The table of all routes, each with whom it lets in. */
  static ApiRouter router(ApiSettings settings, Handlers to) {
    WorkerQueryRoutes look = to.look();
    return new ApiRouter(
        List.of(
            ApiRoute.of("GET", "/livez", Access.OPEN, _ -> ApiResponse.text(200, "ok\n")),
            ApiRoute.of("GET", "/api/v1/info", Access.TOKEN_OPTIONAL, _ -> info(settings)),
            ApiRoute.of("POST", "/sky/issuer/token", Access.OPEN, to.sky()::token),
            ApiRoute.of("GET", "/sky/logout", Access.OPEN, to.sky()::logout),
            ApiRoute.of("GET", "/login", Access.OPEN, to.login()::form),
            ApiRoute.of("POST", "/login", Access.OPEN, to.login()::submitted),
            ApiRoute.of("GET", "/fly_success", Access.OPEN, to.login()::done),
            ApiRoute.of("GET", "/api/v1/user", Access.TOKEN, to.users()::user),
            ApiRoute.of("GET", "/api/v1/teams", Access.TOKEN_OPTIONAL, to.users()::teams),
            ApiRoute.of("DELETE", USER_TOKENS, Access.ADMIN, to.users()::logout),
            ApiRoute.of("GET", "/readyz", Access.OPEN, to.fleet()::ready),
            ApiRoute.of("GET", "/metrics", Access.ADMIN, to.fleet()::metrics),
            ApiRoute.of("GET", "/api/v1/fleet", Access.ROLE, inTurn(to, to.fleet()::fleet)),
            ApiRoute.of("GET", "/api/v1/events", Access.ROLE, request -> events(request, to)),
            ApiRoute.of("GET", WORKERS, Access.ROLE, inTurn(to, to.list()::list)),
            ApiRoute.of("GET", WORKER, Access.ROLE, inTurn(to, look::detail)),
            ApiRoute.of("GET", WORKER + "/events", Access.ROLE, inTurn(to, look::events)),
            ApiRoute.of("GET", WORKER + "/checks", Access.ROLE, inTurn(to, look::checks)),
            ApiRoute.of("GET", WORKER + "/health", Access.ROLE, inTurn(to, to.health()::health)),
            ApiRoute.of("PUT", WORKER + "/check", Access.MEMBER, to.check()::check),
            asking("PUT", WORKER + "/land", Access.MEMBER, to, Request.Action.LAND),
            asking("PUT", WORKER + "/retire", Access.MEMBER, to, Request.Action.RETIRE),
            asking("PUT", WORKER + "/prune", Access.MEMBER, to, Request.Action.PRUNE),
            asking("PUT", WORKER + "/cordon", Access.MEMBER, to, Request.Action.CORDON),
            asking("PUT", WORKER + "/uncordon", Access.MEMBER, to, Request.Action.UNCORDON),
            asking("DELETE", WORKER, Access.ADMIN, to, Request.Action.DELETE)));
  }

  /** A page for those who ask for JSON by name, and a stream for all others. */
  private static ApiResponse events(ApiRequest request, Handlers to) {
    return request.acceptsByName("application/json")
        ? to.queryLimit().take(() -> to.look().recent(request))
        : to.events().open(request);
  }

  private static ApiRoute.Handler inTurn(Handlers to, ApiRoute.Handler handler) {
    return request -> to.queryLimit().take(() -> handler.handle(request));
  }

  private static ApiRoute asking(
      String method, String path, Access access, Handlers to, Request.Action what) {
    return ApiRoute.of(method, path, access, inTurn(to, request -> to.ask().ask(request, what)));
  }

  /**
   * Needs no database: orchestrators probe it, and fly asks it first
   * (docs/protocol/fly.md#who-else-asks).
   */
  private static ApiResponse info(ApiSettings settings) {
    return ApiResponse.json(
        new InfoJson(
            settings.version(),
            settings.workerVersion(),
            Map.of(),
            settings.externalUrl(),
            settings.clusterName()));
  }
}
