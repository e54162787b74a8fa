package tsa.gateway;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Ticker;
import tsa.gateway.command.GatewayDependencies;
import tsa.gateway.command.WorkerCommands;
import tsa.gateway.connection.ConnectionLimiter;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.AuthorizedKeys;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.KeyFileWatcher;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.keys.KeyReloader;
import tsa.gateway.keys.KeyRing;
import tsa.gateway.keys.KeyUsage;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.gateway.keys.PublicKeyLine;
import tsa.gateway.settings.GatewaySettings;

/**
 * The SSH server that workers dial. Its life: {@link #start}, {@link #stopAccepting}, {@link
 * #close}. Thread-safe.
 */
public final class SshGateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SshGateway.class);

  /** Milliseconds that a connection may take to close, at least; twice that at most. */
  static final long CLOSING = 5_000;

  private final GatewaySettings settings;
  private final KeyRing keys;
  private final KeyReloader reloader;
  private final KeyRevocation revocation;
  private final ConnectionLimiter limiter;
  private final CloseTimeout<Session> closeTimeout = CloseTimeout.ofSessions();
  private final ExecFactory commands;
  private final WorkerSshServer server;
  private final ScheduledExecutorService timers;

  /**
   * @param ticker measures how long things last, for the log
   * @param clock tells when keys expire
   * @throws KeyFileException if a key file cannot be used
   */
  public SshGateway(
      GatewaySettings settings,
      GatewayDependencies dependencies,
      Ticker ticker,
      InstantSource clock)
      throws KeyFileException {
    this.settings = settings;
    KeyFileWatcher watcher = new KeyFileWatcher(settings.keys());
    this.keys = new KeyRing(settings.keys(), clock);
    this.reloader = new KeyReloader(keys, watcher, this::review, dependencies.metrics(), ticker);
    KeyPair hostKey = PrivateKeyFile.load(settings.hostKey());
    KeyUsage usage = new KeyUsage(settings.limits().login().maxPerKey());
    WorkerCommands runner = new WorkerCommands(settings, dependencies, usage);
    this.timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-timers").factory());
    this.server = WorkerSshServer.of(settings);
    this.limiter = new ConnectionLimiter(settings.limits(), new Random(), ticker);
    AuditLog audit = new AuditLog(ticker, dependencies.metrics());
    this.revocation = new KeyRevocation(keys, timers);
    ConnectionTracker connections =
        new ConnectionTracker(
            settings, limiter, usage, revocation, audit, ticker, dependencies.delay(), timers);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> isKnown(key, session));
    this.commands = new ExecFactory(settings.limits(), runner, audit, ticker);
    server.serve(this.commands, connections);
  }

  private boolean isKnown(PublicKey key, ServerSession session) {
    Optional<SshConnection> connection = SshConnection.of(session);
    if (connection.isEmpty()) {
      return false;
    }
    Optional<KeyIdentity> holder = keys.holder(key);
    connection.get().trying(holder.orElse(null));
    if (holder.isEmpty()) {
      connection.get().refused(AuthorizedKeys.fingerprint(PublicKeyLine.wire(key)));
    }
    return holder.isPresent();
  }

  /**
   * Begins to take connections.
   *
   * @throws IOException if the port cannot be bound
   */
  public void start() throws IOException {
    server.start();
    long look = settings.limits().login().keyLook().toMillis();
    timers.scheduleWithFixedDelay(reloader::round, look, look, TimeUnit.MILLISECONDS);
    timers.scheduleWithFixedDelay(
        () -> closeTimeout.look(sessions()), CLOSING, CLOSING, TimeUnit.MILLISECONDS);
    log.atInfo()
        .addKeyValue("address", settings.bindIp())
        .addKeyValue("port", port())
        .log("gateway listens for workers");
  }

  /** Reads the keys again as {@link #reloadKeys} does; what is wrong with them is logged. */
  public void reloadKeysIfPossible() {
    try {
      reloadKeys();
    } catch (KeyFileException e) {
      log.atError()
          .addKeyValue("problem", e.getMessage())
          .log("keys not reloaded: those before stay in force");
    }
  }

  private void review() {
    sessions().forEach(session -> SshConnection.of(session).ifPresent(revocation::review));
  }

  /** The port it listens on, once started. */
  public int port() {
    return server.getPort();
  }

  /**
   * Reads the keys of workers again, all or none. Connections whose key is gone or has other rights
   * are cut.
   *
   * @throws KeyFileException if they cannot be used; those in force stay in force, and the files
   *     are tried again
   */
  public void reloadKeys() throws KeyFileException {
    reloader.reload();
  }

  /** Takes no connection any more; those there are go on. */
  public void stopAccepting() {
    server.unbind();
  }

  /** How many connections there are, logged in or not; tests wait for it to be none. */
  int connections() {
    return sessions().size();
  }

  /** How many of them have not proven a key. */
  int waiting() {
    return limiter.waiting();
  }

  List<? extends Session> sessions() {
    return server.getActiveSessions();
  }

  /**
   * Ends everything. Registrations that were ended before get some seconds to end in order; what is
   * left then is cut off.
   */
  @Override
  public void close() throws IOException {
    stopAccepting();
    awaitQuiet();
    server.stop(true);
    timers.shutdownNow();
  }

  private void awaitQuiet() {
    try {
      commands
          .quiet()
          .get(settings.limits().drains().closeWait().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.atInfo().log("commands are still running and are cut off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
