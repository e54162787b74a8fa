package tsa.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import tsa.control.Assessor;
import tsa.control.History;
import tsa.control.Registrations;
import tsa.control.RemoteChecks;
import tsa.control.Requests;
import tsa.control.ResidueJournal;
import tsa.control.WorkerStore;

/** The REST side as a running server. Thread-safe. */
public final class ApiServer implements AutoCloseable {
  /** With those that look tokens up, well below the connections of the pool. */
  private static final int QUESTIONS_AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final Router router;
  private final EventStream events;
  private final HttpListener listener;

  /** Builds the routes; opens nothing yet. */
  public ApiServer(
      ApiSettings settings,
      WorkerStore store,
      History history,
      ResidueJournal residue,
      Requests requests,
      Registrations registrations,
      RemoteChecks elsewhere,
      Assessor assessor,
      People people,
      Sights sights) {
    Lookup lookup = new Lookup(store, registrations);
    SharedList list = new SharedList(store, sights.ticker());
    Turns turns = new Turns(QUESTIONS_AT_ONCE, PATIENCE, "too many ask at a time; try again");
    events = new EventStream(sights.events(), sights.ticker(), EventStream.Limits.DEFAULT);
    router =
        Routes.router(
            settings,
            new Routes.Handlers(
                turns,
                new LookRoutes(store, history, residue, assessor, lookup),
                new AskRoutes(requests, lookup, list),
                new CheckRoute(
                    registrations, elsewhere, lookup, turns, settings.limits().checkWait()),
                new SkyRoutes(people),
                new LoginPage(people.logins()),
                new PeopleRoutes(people),
                new WorkerList(list, assessor),
                new FleetRoutes(sights, list, residue),
                new HealthRoute(store, assessor),
                events));
    HttpDoor door = new HttpDoor(router, people, settings);
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
