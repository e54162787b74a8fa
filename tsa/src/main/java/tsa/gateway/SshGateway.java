package tsa.gateway;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.Ticker;

/**
 * The SSH server that workers dial. Its life: {@link #start}, {@link #stopAccepting}, {@link
 * #close}. Thread-safe.
 */
public final class SshGateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SshGateway.class);

  private final GatewaySettings settings;
  private final KeyRing keys;
  private final ExecFactory commands;
  private final WorkerSshServer server;
  private final ScheduledExecutorService timers;

  /**
   * @param ticker measures how long things last, for the log
   * @param clock tells when keys expire
   * @throws KeyFileException if a key file cannot be used
   */
  public SshGateway(
      GatewaySettings settings, GatewayPorts ports, Ticker ticker, InstantSource clock)
      throws KeyFileException {
    this.settings = settings;
    this.keys = new KeyRing(settings.keys(), clock);
    KeyPair hostKey = PrivateKeyFile.load(settings.hostKey());
    Commands runner = new Commands(settings, ports);
    this.timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-timers").factory());
    this.server = WorkerSshServer.of(settings);
    Doorkeeper door = new Doorkeeper(settings.limits(), new Random());
    Connections connections = new Connections(settings, door, ticker, timers);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> isKnown(key, session));
    this.commands = new ExecFactory(settings.limits(), runner, ticker);
    server.serve(this.commands, connections);
  }

  private boolean isKnown(PublicKey key, ServerSession session) {
    Optional<Peer> peer = Peer.of(session);
    if (peer.isEmpty()) {
      return false;
    }
    Optional<Identity> holder = keys.holder(key);
    peer.get().trying(holder.orElse(null));
    return holder.isPresent();
  }

  /**
   * Begins to take connections.
   *
   * @throws IOException if the port cannot be bound
   */
  public void start() throws IOException {
    server.start();
    log.atInfo()
        .addKeyValue("address", settings.bindIp())
        .addKeyValue("port", port())
        .log("gateway listens for workers");
  }

  /** The port it listens on, once started. */
  public int port() {
    return server.getPort();
  }

  /**
   * Reads the keys of workers again. Connections that were let in stay.
   *
   * @throws KeyFileException if they cannot be used; those in force stay in force
   */
  public void reloadKeys() throws KeyFileException {
    keys.reload();
  }

  /** Takes no connection any more; those there are go on. */
  public void stopAccepting() {
    server.unbind();
  }

  /** How many connections there are, logged in or not. */
  public int connections() {
    return server.getActiveSessions().size();
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
