package tsa.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tsa.api.ApiServer;
import tsa.api.MetricsServer;
import tsa.api.access.AdminToken;
import tsa.api.fleet.FleetDependencies;
import tsa.api.http.ApiSettings;
import tsa.api.people.TokenAuthenticator;
import tsa.atc.HttpAtc;
import tsa.control.AtcConnection;
import tsa.control.ControlDependencies;
import tsa.control.Controller;
import tsa.control.DelayMonitor;
import tsa.control.EventFeed;
import tsa.control.RemoteChecks;
import tsa.control.VirtualLanes;
import tsa.control.WorkerHealthQuery;
import tsa.control.WorkerRequests;
import tsa.control.port.Gateways;
import tsa.control.port.Ticker;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.gateway.SshGateway;
import tsa.gateway.command.GatewayDependencies;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.settings.GatewaySettings;
import tsa.lifecycle.Policy;
import tsa.probe.TunnelProber;
import tsa.settings.LoginOptions;
import tsa.settings.ServerOptions;
import tsa.store.PostgresAccessTokens;
import tsa.store.PostgresEventLog;
import tsa.store.PostgresEventSignal;
import tsa.telemetry.DatabaseCounts;
import tsa.telemetry.GaugeSources;
import tsa.telemetry.Metrics;

/**
 * Builds the service, object by object, and takes it down in the reverse order. The only place that
 * reads a clock of this machine.
 */
public final class Wiring {
  private Wiring() {}

  /** Measures lengths inside this process. */
  public static Ticker ticker() {
    return System::nanoTime;
  }

  /** This machine's clock; for what people read, never for a decision about a worker. */
  public static InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * A running service.
   *
   * @param apiPort where REST listens
   * @param sshPort where the gateway listens
   * @param metricsPort where metrics are told without a token, if they are
   * @param tokenFile the admin token
   * @param hostKey public half of the host key, if it was made here
   * @param workerKey private key that the gateway lets in, if it was made here
   * @param reloadKeys reads the keys of workers again; what is wrong with them is logged
   * @param databaseLost completed if the embedded Postgres ends although it was not asked to
   */
  public record Service(
      int apiPort,
      int sshPort,
      Optional<Integer> metricsPort,
      Path tokenFile,
      Optional<Path> hostKey,
      Optional<Path> workerKey,
      Runnable reloadKeys,
      CompletableFuture<Void> databaseLost,
      AutoCloseable closer)
      implements AutoCloseable {
    /** Stops in order: workers go to another gateway, then everything is closed. */
    @Override
    public void close() throws Exception {
      closer.close();
    }
  }

  /** Starts the service for whoever has its admin token, and nobody else. */
  public static Service start(
      ServerOptions options, Policy policy, Optional<DatabaseSettings> database) throws Exception {
    return start(options, LoginOptions.nobody(), policy, database);
  }

  /**
   * Starts the service.
   *
   * @param people who may log in
   * @param database the server to use; empty for the embedded one
   * @throws IOException if files or ports cannot be used
   * @throws KeyFileException if a key cannot be used
   * @throws RuntimeException with a typed reason if the database cannot be used
   */
  public static Service start(
      ServerOptions options,
      LoginOptions people,
      Policy policy,
      Optional<DatabaseSettings> database)
      throws Exception {
    Closer closer = new Closer();
    try {
      return start(options, AccessSettings.of(people), policy, database, closer);
    } catch (Exception e) {
      try {
        closer.close();
      } catch (Exception suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static Service start(
      ServerOptions options,
      AccessSettings access,
      Policy policy,
      Optional<DatabaseSettings> given,
      Closer closer)
      throws Exception {
    PortCheck.requireFree(options);
    ApiSettings apiSettings = ComponentSettings.api(options, access.proxies());
    Path workDir = options.workDir().toAbsolutePath().normalize();
    WorkDir.make(workDir);
    ServiceKeys keys = ServiceKeys.of(options, workDir);
    GatewaySettings gatewaySettings = ComponentSettings.gateway(options, keys);
    AdminToken token = AdminToken.in(workDir, new SecureRandom());
    CompletableFuture<Void> lost = new CompletableFuture<>();
    Storage storage = Storage.open(given, workDir, closer, lost);

    Core core = core(options, policy, storage, closer);
    TokenAuthenticator authenticator =
        access.people(token, new PostgresAccessTokens(storage.database()), ticker());
    ApiServer api = closer.add(api(apiSettings, authenticator, storage, core));
    core.metrics().read(sources(storage, core, api));
    Optional<MetricsServer> prometheus =
        options.prometheus().map(at -> closer.add(new MetricsServer(at, core.metrics()::scrape)));
    SshGateway gateway = closer.add(gateway(gatewaySettings, storage, core));
    closer.add(core.controller()::close);
    closer.add(gateway::stopAccepting);
    closer.add(core.ready()::stopping);
    api.start();
    if (prometheus.isPresent()) {
      prometheus.get().start();
    }
    listen(gateway, gatewaySettings);
    core.ready().listening();
    return new Service(
        api.port(),
        gateway.port(),
        prometheus.map(MetricsServer::port),
        workDir.resolve(AdminToken.FILE),
        keys.madeHostKey(),
        keys.madeWorkerKey(),
        gateway::reloadKeysIfPossible,
        lost,
        closer);
  }

  /** The control loop, and what its adapters share. */
  private record Core(
      Gateways.Gateway me,
      Controller controller,
      WorkerRequests requests,
      EventFeed feed,
      Metrics metrics,
      DatabaseCounts counts,
      ServiceReadiness ready,
      DelayMonitor delay) {}

  private static Core core(ServerOptions options, Policy policy, Storage storage, Closer closer) {
    Gateways.Gateway me =
        new Gateways.Gateway(UUID.randomUUID(), hostName(), options.peerAddress(), Version.text());
    DelayMonitor delay = new DelayMonitor(ticker());
    TunnelProber prober =
        closer.add(
            new TunnelProber(
                ComponentSettings.probe(options), storage.residue(), me.id(), ticker(), delay));
    Optional<AtcConnection> atc =
        options
            .atc()
            .map(settings -> closer.add(new HttpAtc(settings, ticker())))
            .map(http -> new AtcConnection(http, storage.atcLedger()));
    VirtualLanes lanes = closer.add(new VirtualLanes());
    Metrics metrics = closer.add(new Metrics());
    Controller controller =
        new Controller(
            new ControlDependencies(
                storage.workers(),
                storage.history(),
                prober,
                policy,
                ticker(),
                lanes,
                new Random(),
                storage.gateways(),
                me,
                metrics,
                options.checksAtOnce(),
                delay),
            atc);
    controller.start();
    closer.add(controller::leave);
    WorkerRequests requests =
        new WorkerRequests(storage.workers(), storage.residue(), controller.gate(), policy);
    EventFeed feed = closer.add(feed(storage.database(), controller));
    feed.start();
    DatabaseCounts counts =
        new DatabaseCounts(storage.residue(), storage.gateways(), ticker(), lanes.lane("counts"));
    counts.start();
    return new Core(
        me, controller, requests, feed, metrics, counts, new ServiceReadiness(controller), delay);
  }

  private static EventFeed feed(Database database, Controller controller) {
    return new EventFeed(
        new PostgresEventLog(database),
        new PostgresEventSignal(database, ticker()),
        ticker(),
        controller::heard);
  }

  private static ApiServer api(
      ApiSettings settings, TokenAuthenticator authenticator, Storage storage, Core core) {
    Controller controller = core.controller();
    return new ApiServer(
        settings,
        storage.workers(),
        storage.history(),
        storage.residue(),
        core.requests(),
        controller,
        new RemoteChecks(controller.gate(), storage.history(), storage.gateways(), ticker()),
        controller,
        authenticator,
        new FleetDependencies(
            core.feed(),
            controller::status,
            core.ready(),
            storage.gateways(),
            core.me().id(),
            core.metrics()::scrape,
            ticker()));
  }

  private static GaugeSources sources(Storage storage, Core core, ApiServer api) {
    return new GaugeSources(
        core.controller()::status,
        core.controller()::held,
        core.controller()::checks,
        core.delay(),
        core.counts(),
        api::streams,
        storage.database()::openConnections,
        storage.database()::waitingThreads,
        ticker(),
        Version.text());
  }

  private static SshGateway gateway(GatewaySettings settings, Storage storage, Core core)
      throws KeyFileException {
    Controller controller = core.controller();
    return new SshGateway(
        settings,
        new GatewayDependencies(
            controller,
            core.requests(),
            controller,
            new WorkerHealthQuery(storage.workers(), controller),
            core.metrics(),
            core.delay()),
        ticker(),
        clock());
  }

  private static void listen(SshGateway gateway, GatewaySettings settings) throws IOException {
    try {
      gateway.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + settings.bindIp() + ":" + settings.bindPort() + " for workers", e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
