package tsa.api;

import java.util.List;
import java.util.Map;
import tsa.api.Route.Door;
import tsa.lifecycle.Asked;
import tsa.wire.InfoJson;

/** All routes, in one place. */
final class Routes {
  private static final String WORKERS = "/api/v1/workers";
  private static final String USER_TOKENS = "/api/v1/users/" + Route.USER + "/tokens";
  private static final String WORKER = WORKERS + "/" + Route.NAME;

  private Routes() {}

  /**
   * What answers.
   *
   * @param turns for all that ask the database and wait for nothing else
   */
  record Handlers(
      Turns turns,
      LookRoutes look,
      AskRoutes ask,
      CheckRoute check,
      SkyRoutes sky,
      LoginPage login,
      PeopleRoutes people,
      WorkerList list,
      FleetRoutes fleet,
      HealthRoute health,
      EventStream events) {}

  /** The table of all routes, each with whom it lets in. */
  static Router router(ApiSettings settings, Handlers to) {
    LookRoutes look = to.look();
    return new Router(
        List.of(
            Route.of("GET", "/livez", Door.OPEN, _ -> Answer.text(200, "ok\n")),
            Route.of("GET", "/api/v1/info", Door.TOKEN_OPTIONAL, _ -> info(settings)),
            Route.of("POST", "/sky/issuer/token", Door.OPEN, to.sky()::token),
            Route.of("GET", "/sky/logout", Door.OPEN, to.sky()::logout),
            Route.of("GET", "/login", Door.OPEN, to.login()::form),
            Route.of("POST", "/login", Door.OPEN, to.login()::submitted),
            Route.of("GET", "/fly_success", Door.OPEN, to.login()::done),
            Route.of("GET", "/api/v1/user", Door.TOKEN, to.people()::user),
            Route.of("GET", "/api/v1/teams", Door.TOKEN_OPTIONAL, to.people()::teams),
            Route.of("DELETE", USER_TOKENS, Door.ADMIN, to.people()::logout),
            Route.of("GET", "/readyz", Door.OPEN, to.fleet()::ready),
            Route.of("GET", "/metrics", Door.ADMIN, to.fleet()::metrics),
            Route.of("GET", "/api/v1/fleet", Door.ROLE, inTurn(to, to.fleet()::fleet)),
            Route.of("GET", "/api/v1/events", Door.ROLE, call -> events(call, to)),
            Route.of("GET", WORKERS, Door.ROLE, inTurn(to, to.list()::list)),
            Route.of("GET", WORKER, Door.ROLE, inTurn(to, look::detail)),
            Route.of("GET", WORKER + "/events", Door.ROLE, inTurn(to, look::events)),
            Route.of("GET", WORKER + "/checks", Door.ROLE, inTurn(to, look::checks)),
            Route.of("GET", WORKER + "/health", Door.ROLE, inTurn(to, to.health()::health)),
            Route.of("PUT", WORKER + "/check", Door.MEMBER, to.check()::check),
            asking("PUT", WORKER + "/land", Door.MEMBER, to, Asked.What.LAND),
            asking("PUT", WORKER + "/retire", Door.MEMBER, to, Asked.What.RETIRE),
            asking("PUT", WORKER + "/prune", Door.MEMBER, to, Asked.What.PRUNE),
            asking("PUT", WORKER + "/cordon", Door.MEMBER, to, Asked.What.CORDON),
            asking("PUT", WORKER + "/uncordon", Door.MEMBER, to, Asked.What.UNCORDON),
            asking("DELETE", WORKER, Door.ADMIN, to, Asked.What.DELETE)));
  }

  /** A page for those who ask for JSON by name, and a stream for all others. */
  private static Answer events(Call call, Handlers to) {
    return call.acceptsByName("application/json")
        ? to.turns().take(() -> to.look().recent(call))
        : to.events().open(call);
  }

  private static Route.Handler inTurn(Handlers to, Route.Handler handler) {
    return call -> to.turns().take(() -> handler.handle(call));
  }

  private static Route asking(String method, String path, Door door, Handlers to, Asked.What what) {
    return Route.of(method, path, door, inTurn(to, call -> to.ask().ask(call, what)));
  }

  /**
   * Needs no database: orchestrators probe it, and fly asks it first
   * (docs/protocol/fly.md#who-else-asks).
   */
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
