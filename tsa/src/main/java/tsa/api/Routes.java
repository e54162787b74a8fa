package tsa.api;

import java.util.List;
import java.util.Map;
import tsa.api.Route.Door;
import tsa.lifecycle.Asked;
import tsa.wire.InfoJson;

/** All routes, in one place. */
final class Routes {
  private static final String WORKERS = "/api/v1/workers";
  private static final String WORKER = WORKERS + "/" + Route.NAME;

  private Routes() {}

  static Router router(
      ApiSettings settings,
      LookRoutes look,
      AskRoutes ask,
      CheckRoute check,
      WorkerList list,
      FleetRoutes fleet,
      HealthRoute health,
      EventStream events) {
    return new Router(
        List.of(
            Route.of("GET", "/livez", Door.OPEN, _ -> Answer.text(200, "ok\n")),
            Route.of("GET", "/api/v1/info", Door.TOKEN_OPTIONAL, _ -> info(settings)),
            Route.of("GET", "/readyz", Door.OPEN, fleet::ready),
            Route.of("GET", "/metrics", Door.TOKEN, fleet::metrics),
            Route.of("GET", "/api/v1/fleet", Door.TOKEN, fleet::fleet),
            Route.of("GET", "/api/v1/events", Door.TOKEN, events::open),
            Route.of("GET", WORKERS, Door.TOKEN, list::list),
            Route.of("GET", WORKER, Door.TOKEN, look::detail),
            Route.of("GET", WORKER + "/events", Door.TOKEN, look::events),
            Route.of("GET", WORKER + "/checks", Door.TOKEN, look::checks),
            Route.of("GET", WORKER + "/health", Door.TOKEN, health::health),
            Route.of("PUT", WORKER + "/check", Door.TOKEN, check::check),
            asking("PUT", WORKER + "/land", ask, Asked.What.LAND),
            asking("PUT", WORKER + "/retire", ask, Asked.What.RETIRE),
            asking("PUT", WORKER + "/prune", ask, Asked.What.PRUNE),
            asking("DELETE", WORKER, ask, Asked.What.DELETE)));
  }

  private static Route asking(String method, String path, AskRoutes ask, Asked.What what) {
    return Route.of(method, path, Door.TOKEN, call -> ask.ask(call, what));
  }

  /** Needs no database: orchestrators probe it, and fly asks it first (fly sheet §13.1). */
  private static Answer info(ApiSettings settings) {
    return Answer.json(
        new InfoJson(
            settings.version(),
            settings.workerVersion(),
            Map.of(),
            settings.externalUrl(),
            settings.clusterName()));
  }
}
