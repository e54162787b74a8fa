package tsa.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import tsa.api.fleet.EventStream;
import tsa.api.fleet.FleetDependencies;
import tsa.api.fleet.FleetRoutes;
import tsa.api.http.ApiRouter;
import tsa.api.http.ApiSettings;
import tsa.api.http.HttpListener;
import tsa.api.http.JettyHandler;
import tsa.api.http.QueryConcurrencyLimit;
import tsa.api.people.LoginPage;
import tsa.api.people.SkyRoutes;
import tsa.api.people.TokenAuthenticator;
import tsa.api.people.UserRoutes;
import tsa.api.worker.CachedWorkerList;
import tsa.api.worker.DeepCheckRoute;
import tsa.api.worker.HealthRoute;
import tsa.api.worker.WorkerActionRoutes;
import tsa.api.worker.WorkerListRoute;
import tsa.api.worker.WorkerLookup;
import tsa.api.worker.WorkerQueryRoutes;
import tsa.control.Assessor;
import tsa.control.Registrations;
import tsa.control.RemoteChecks;
import tsa.control.WorkerRequests;
import tsa.control.port.History;
import tsa.control.port.ResidueJournal;
import tsa.control.port.WorkerStore;

/** The REST side as a running server. Thread-safe. */
public final class ApiServer implements AutoCloseable {
  /** With those that look tokens up, well below the connections of the pool. */
  private static final int QUESTIONS_AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final ApiRouter router;
  private final EventStream events;
  private final HttpListener listener;

  /** Builds the routes; opens nothing yet. */
  public ApiServer(
      ApiSettings settings,
      WorkerStore store,
      History history,
      ResidueJournal residue,
      WorkerRequests requests,
      Registrations registrations,
      RemoteChecks elsewhere,
      Assessor assessor,
      TokenAuthenticator authenticator,
      FleetDependencies dependencies) {
    WorkerLookup lookup = new WorkerLookup(store, registrations);
    CachedWorkerList list = new CachedWorkerList(store, dependencies.ticker());
    QueryConcurrencyLimit queryLimit =
        new QueryConcurrencyLimit(QUESTIONS_AT_ONCE, PATIENCE, "too many ask at a time; try again");
    events =
        new EventStream(dependencies.events(), dependencies.ticker(), EventStream.Limits.DEFAULT);
    router =
        Routes.router(
            settings,
            new Routes.Handlers(
                queryLimit,
                new WorkerQueryRoutes(store, history, residue, assessor, lookup),
                new WorkerActionRoutes(requests, lookup, list),
                new DeepCheckRoute(
                    registrations, elsewhere, lookup, queryLimit, settings.limits().checkWait()),
                new SkyRoutes(authenticator),
                new LoginPage(authenticator.logins()),
                new UserRoutes(authenticator),
                new WorkerListRoute(list, assessor),
                new FleetRoutes(dependencies, list, residue),
                new HealthRoute(store, assessor),
                events));
    JettyHandler door = new JettyHandler(router, authenticator, settings);
    listener =
        new HttpListener(
            "REST",
            InetSocketAddress.createUnresolved(settings.bindIp(), settings.bindPort()),
            settings.limits(),
            settings.limits().maxConnections(),
            door);
    listener.server().setErrorHandler(door::refuse);
    listener.server().setStopTimeout(LONGEST_STOP.toMillis());
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be listened on; with a sentence for the operator
   */
  public void start() throws IOException {
    listener.start();
  }

  /** Every route, as method and path. */
  public List<String> routes() {
    return router.names();
  }

  /** The port it listens on, once started. */
  public int port() {
    return listener.port();
  }

  /** How many streams of events are open. */
  public int streams() {
    return events.clients();
  }

  /** Stops listening and ends what is under way, within a few seconds. */
  @Override
  public void close() {
    events.close();
    listener.close();
  }
}
