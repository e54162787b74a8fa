package tsa.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;
import tsa.control.Assessor;
import tsa.control.History;
import tsa.control.Registrations;
import tsa.control.RemoteChecks;
import tsa.control.Requests;
import tsa.control.ResidueJournal;
import tsa.control.WorkerStore;

/** The REST side as a running server. Thread-safe. */
public final class ApiServer implements AutoCloseable {
  private static final int THREADS = 16;

  /** With those that look tokens up, well below the connections of the pool. */
  private static final int QUESTIONS_AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final Router router;
  private final EventStream events;
  private final Server server;
  private final ServerConnector connector;

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
    server = new Server(threads());
    connector = new ServerConnector(server, 1, 1, http(settings.limits()));
    connector.setHost(settings.bindIp());
    connector.setPort(settings.bindPort());
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    connector.addBean(new TrickleGuard(connector.getScheduler(), settings.limits().idle()));
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.limits().maxConnections(), connector));
    server.setHandler(door);
    server.setErrorHandler(door::refuse);
    server.setStopTimeout(LONGEST_STOP.toMillis());
  }

  /** Handlers block on virtual threads; the pool itself only selects and accepts. */
  static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(THREADS);
    pool.setName("api");
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory()));
    return pool;
  }

  static HttpConnectionFactory http(ApiSettings.Limits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.maxHeaders());
    // Names are decoded by our own rule, so that Jetty has no reason to refuse odd ones first.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return new HttpConnectionFactory(http);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be listened on; with a sentence for the operator
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "cannot listen on " + connector.getHost() + ":" + connector.getPort() + " for REST", e);
    }
  }

  /** Every route, as method and path. */
  public List<String> routes() {
    return router.names();
  }

  /** The port it listens on, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How many streams of events are open. */
  public int streams() {
    return events.clients();
  }

  /** Stops listening and ends what is under way, within a few seconds. */
  @Override
  public void close() {
    events.close();
    try {
      server.stop();
    } catch (Exception e) {
      LoggerFactory.getLogger(ApiServer.class)
          .atWarn()
          .setCause(e)
          .log("the REST server did not stop in order");
    }
  }
}
