package tsa;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tsa.api.AdminToken;
import tsa.api.ApiServer;
import tsa.api.ApiSettings;
import tsa.api.MetricsServer;
import tsa.api.People;
import tsa.api.Sights;
import tsa.control.Controller;
import tsa.control.DelayMonitor;
import tsa.control.EventFeed;
import tsa.control.Gateways;
import tsa.control.HealthDesk;
import tsa.control.Parts;
import tsa.control.RemoteChecks;
import tsa.control.Requests;
import tsa.control.Ticker;
import tsa.control.VirtualLanes;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.gateway.GatewayPorts;
import tsa.gateway.GatewaySettings;
import tsa.gateway.KeyFileException;
import tsa.gateway.SshGateway;
import tsa.lifecycle.Policy;
import tsa.probe.TunnelProber;
import tsa.settings.LoginOptions;
import tsa.settings.ServerOptions;
import tsa.store.PostgresAccessTokens;
import tsa.store.PostgresEventLog;
import tsa.store.PostgresEventSignal;
import tsa.telemetry.Counts;
import tsa.telemetry.Metrics;
import tsa.telemetry.Sources;

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
      return start(options, Members.of(people), policy, database, closer);
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
      Members members,
      Policy policy,
      Optional<DatabaseSettings> given,
      Closer closer)
      throws Exception {
    Ports.requireFree(options);
    ApiSettings apiSettings = PartSettings.api(options, members.proxies());
    Path workDir = options.workDir().toAbsolutePath().normalize();
    WorkDir.make(workDir);
    ServiceKeys keys = ServiceKeys.of(options, workDir);
    GatewaySettings gatewaySettings = PartSettings.gateway(options, keys);
    AdminToken token = AdminToken.in(workDir, new SecureRandom());
    CompletableFuture<Void> lost = new CompletableFuture<>();
    Storage storage = Storage.open(given, workDir, closer, lost);

    Core core = core(options, policy, storage, closer);
    People people = members.people(token, new PostgresAccessTokens(storage.database()), ticker());
    ApiServer api = closer.add(api(apiSettings, people, storage, core));
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

  /** What judges, and what its adapters share. */
  private record Core(
      Gateways.Gateway me,
      Controller controller,
      Requests requests,
      EventFeed feed,
      Metrics metrics,
      Counts counts,
      Ready ready,
      DelayMonitor delay) {}

  private static Core core(ServerOptions options, Policy policy, Storage storage, Closer closer) {
    Gateways.Gateway me =
        new Gateways.Gateway(UUID.randomUUID(), hostName(), options.peerAddress(), Version.text());
    DelayMonitor delay = new DelayMonitor(ticker());
    TunnelProber prober =
        closer.add(
            new TunnelProber(
                PartSettings.probe(options), storage.residue(), me.id(), ticker(), delay));
    VirtualLanes lanes = closer.add(new VirtualLanes());
    Metrics metrics = closer.add(new Metrics());
    Controller controller =
        new Controller(
            new Parts(
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
                delay));
    controller.start();
    closer.add(controller::leave);
    Requests requests =
        new Requests(storage.workers(), storage.residue(), controller.gate(), policy);
    EventFeed feed = closer.add(feed(storage.database(), controller));
    feed.start();
    Counts counts =
        new Counts(storage.residue(), storage.gateways(), ticker(), lanes.lane("counts"));
    counts.start();
    return new Core(me, controller, requests, feed, metrics, counts, new Ready(controller), delay);
  }

  private static EventFeed feed(Database database, Controller controller) {
    return new EventFeed(
        new PostgresEventLog(database),
        new PostgresEventSignal(database, ticker()),
        ticker(),
        controller::heard);
  }

  private static ApiServer api(ApiSettings settings, People people, Storage storage, Core core) {
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
        people,
        new Sights(
            core.feed(),
            controller::status,
            core.ready(),
            storage.gateways(),
            core.me().id(),
            core.metrics()::scrape,
            ticker()));
  }

  private static Sources sources(Storage storage, Core core, ApiServer api) {
    return new Sources(
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
        new GatewayPorts(
            controller,
            core.requests(),
            controller,
            new HealthDesk(storage.workers(), controller),
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
