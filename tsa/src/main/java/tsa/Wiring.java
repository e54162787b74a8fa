package tsa;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tsa.api.AdminToken;
import tsa.api.ApiServer;
import tsa.api.ApiSettings;
import tsa.api.MetricsServer;
import tsa.api.Sights;
import tsa.control.Controller;
import tsa.control.EventFeed;
import tsa.control.Gateways;
import tsa.control.HealthDesk;
import tsa.control.History;
import tsa.control.Parts;
import tsa.control.RemoteChecks;
import tsa.control.Requests;
import tsa.control.ResidueJournal;
import tsa.control.Ticker;
import tsa.control.VirtualLanes;
import tsa.control.WorkerStore;
import tsa.db.DataSources;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.gateway.GatewayLimits;
import tsa.gateway.GatewayPorts;
import tsa.gateway.GatewaySettings;
import tsa.gateway.KeyFileException;
import tsa.gateway.KeyFiles;
import tsa.gateway.KeySources;
import tsa.gateway.PrivateKeyFile;
import tsa.gateway.SshGateway;
import tsa.lifecycle.Policy;
import tsa.migrations.EmbeddedPostgres;
import tsa.migrations.EmbeddedSettings;
import tsa.migrations.Migrator;
import tsa.probe.ProbeSettings;
import tsa.probe.TunnelProber;
import tsa.settings.LoginOptions;
import tsa.settings.ServerOptions;
import tsa.store.PostgresAccessTokens;
import tsa.store.PostgresEventLog;
import tsa.store.PostgresEventSignal;
import tsa.store.PostgresGateways;
import tsa.store.PostgresHistory;
import tsa.store.PostgresResidueJournal;
import tsa.store.PostgresWorkerStore;
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

  /** What has to be closed, the newest first. */
  private static final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
      open.push(resource);
      return resource;
    }

    @Override
    public void close() throws Exception {
      Exception first = null;
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          first = first == null ? e : first;
        }
      }
      if (first != null) {
        throw first;
      }
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
    ApiSettings apiSettings = apiSettings(options);
    Path workDir = options.workDir().toAbsolutePath().normalize();
    WorkDir.make(workDir);
    Keys keys = Keys.of(options, workDir);
    GatewaySettings gatewaySettings = gatewaySettings(options, keys);
    AdminToken token = AdminToken.in(workDir, new SecureRandom());
    CompletableFuture<Void> lost = new CompletableFuture<>();
    Database database = closer.add(open(given, workDir, closer, lost));

    Ticker ticker = ticker();
    WorkerStore store = new PostgresWorkerStore(database);
    History history = new PostgresHistory(database, History.Retention.DEFAULT);
    ResidueJournal residue = new PostgresResidueJournal(database);
    Gateways.Gateway me =
        new Gateways.Gateway(UUID.randomUUID(), hostName(), options.peerAddress(), Version.text());
    TunnelProber prober =
        closer.add(new TunnelProber(probeSettings(options), residue, me.id(), ticker));
    VirtualLanes lanes = closer.add(new VirtualLanes());
    Gateways gateways = new PostgresGateways(database);
    Metrics metrics = closer.add(new Metrics());
    Controller controller =
        new Controller(
            new Parts(
                store,
                history,
                prober,
                policy,
                ticker,
                lanes,
                new Random(),
                gateways,
                me,
                metrics));
    controller.start();
    closer.add(controller::leave);
    Requests requests = new Requests(store, residue, controller.gate(), policy);
    EventFeed feed = closer.add(feed(database, controller, ticker));
    feed.start();
    Ready ready = new Ready(controller);

    ApiServer api =
        closer.add(
            new ApiServer(
                apiSettings,
                store,
                history,
                residue,
                requests,
                controller,
                new RemoteChecks(controller.gate(), history, ticker),
                controller,
                members.people(token, new PostgresAccessTokens(database), ticker),
                new Sights(
                    feed, controller::status, ready, gateways, me.id(), metrics::scrape, ticker)));
    metrics.read(sources(controller, residue, gateways, api, database, ticker));
    Optional<MetricsServer> prometheus =
        options.prometheus().map(at -> closer.add(new MetricsServer(at, metrics::scrape)));
    SshGateway gateway =
        closer.add(
            new SshGateway(
                gatewaySettings,
                new GatewayPorts(
                    controller,
                    requests,
                    controller,
                    new HealthDesk(store, controller),
                    metrics),
                ticker,
                clock()));
    closer.add(controller::close);
    closer.add(gateway::stopAccepting);
    closer.add(ready::stopping);
    api.start();
    if (prometheus.isPresent()) {
      prometheus.get().start();
    }
    listen(gateway, gatewaySettings);
    ready.listening();
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

  private static EventFeed feed(Database database, Controller controller, Ticker ticker) {
    return new EventFeed(
        new PostgresEventLog(database),
        new PostgresEventSignal(database, ticker),
        ticker,
        controller::heard);
  }

  private static Sources sources(
      Controller controller,
      ResidueJournal residue,
      Gateways gateways,
      ApiServer api,
      Database database,
      Ticker ticker) {
    return new Sources(
        controller::status,
        controller::held,
        residue,
        gateways,
        api::streams,
        database::openConnections,
        database::waitingThreads,
        ticker,
        Version.text());
  }

  private static void listen(SshGateway gateway, GatewaySettings settings) throws IOException {
    try {
      gateway.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + settings.bindIp() + ":" + settings.bindPort() + " for workers", e);
    }
  }

  private static Database open(
      Optional<DatabaseSettings> given, Path workDir, Closer closer, CompletableFuture<Void> lost) {
    DatabaseSettings settings = given.orElseGet(() -> embedded(workDir, closer, lost));
    new Migrator(DataSources.forMigrations(settings)).migrate();
    return Database.open(settings);
  }

  private static DatabaseSettings embedded(
      Path workDir, Closer closer, CompletableFuture<Void> lost) {
    EmbeddedPostgres server = closer.add(EmbeddedPostgres.start(EmbeddedSettings.in(workDir)));
    server.lost().thenRun(() -> lost.complete(null));
    return DatabaseSettings.plain(
        server.host(), server.port(), server.user(), server.password(), server.database());
  }

  private static ProbeSettings probeSettings(ServerOptions options) {
    return new ProbeSettings(
        options.checksAtOnce(), options.workerMaxContainers(), options.thoroughCheckEvery());
  }

  private static ApiSettings apiSettings(ServerOptions options) {
    return new ApiSettings(
        options.bindIp(),
        options.bindPort(),
        options.concourseVersion(),
        options.workerVersion(),
        null,
        null,
        ApiSettings.Limits.DEFAULT);
  }

  private static GatewaySettings gatewaySettings(ServerOptions options, Keys keys) {
    return new GatewaySettings(
        options.tsaBindIp(),
        options.tsaBindPort(),
        options.peerAddress(),
        keys.hostKey(),
        keys.sources(),
        options.forwardListen(),
        options.forwardBindIp(),
        limits(options));
  }

  private static GatewayLimits limits(ServerOptions options) {
    GatewayLimits.Drains drains = GatewayLimits.DEFAULTS.drains();
    return GatewayLimits.DEFAULTS
        .with(options.gateway().login())
        .with(
            new GatewayLimits.Drains(
                options.connectionDrainTimeout(),
                drains.handOverGrace(),
                drains.closeWait(),
                drains.stopWait()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The keys given, or pairs made under the work dir. */
  private record Keys(
      Path hostKey, KeySources sources, Optional<Path> madeHostKey, Optional<Path> madeWorkerKey) {

    static Keys of(ServerOptions options, Path workDir) throws KeyFileException, IOException {
      Optional<KeyFiles.Pair> host = Optional.empty();
      if (options.hostKey() != null) {
        var _ = PrivateKeyFile.load(options.hostKey()); // refused before a database is made
      } else {
        host = Optional.of(KeyFiles.ensure(workDir.resolve("host_key"), "tsa-host-key"));
      }
      Optional<KeyFiles.Pair> worker = Optional.empty();
      if (!options.hasWorkerKeys()) {
        worker = Optional.of(KeyFiles.ensure(workDir.resolve("worker_key"), "tsa-worker-key"));
      }
      return new Keys(
          host.map(KeyFiles.Pair::privateKey).orElseGet(options::hostKey),
          worker.map(pair -> KeySources.of(pair.publicKey())).orElseGet(() -> given(options)),
          host.map(KeyFiles.Pair::publicKey),
          worker.map(KeyFiles.Pair::privateKey));
    }

    private static KeySources given(ServerOptions options) {
      Map<String, List<Path>> teams = new TreeMap<>();
      options.teamAuthorizedKeys().forEach((team, file) -> teams.put(team, List.of(file)));
      return new KeySources(options.authorizedKeys(), teams, options.teamAuthorizedKeysFile());
    }
  }
}
