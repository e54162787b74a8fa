package tsa.gateway;

import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import tsa.gateway.settings.GatewayLimits;
import tsa.gateway.settings.GatewaySettings;

/** The library's server, cut down to what workers need and with its limits set. */
final class WorkerSshServer extends SshServer {
  private static final String VERSION = "tsa";
  private static final int BACKLOG = 4_096;
  static final int MAX_AUTH_TRIES = 6;

  /** By then a herd of any size that there is room for has had its turns. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

  /** Counts our own forwarded channels too. */
  static final int MAX_CHANNELS = 4_096;

  private static final long MAX_CHANNEL_PACKET = 256L << 10;

  private WorkerSshServer() {}

  /** A server that is set up but for its keys and what serves it. */
  static WorkerSshServer of(GatewaySettings settings) {
    WorkerSshServer server = new WorkerSshServer();
    ServerBuilder.builder().factory(() -> server).build();
    server.setHost(settings.bindIp());
    server.setPort(settings.bindPort());
    server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
    Algorithms.pin(server);
    server.limit(settings.limits());
    server.deny();
    return server;
  }

  private void limit(GatewayLimits limits) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(this, VERSION);
    CoreModuleProperties.SOCKET_BACKLOG.set(this, BACKLOG);
    CoreModuleProperties.TCP_NODELAY.set(this, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(this, true);
    // LoginTimer does its work; this only ends what waits for its turn for ever.
    CoreModuleProperties.AUTH_TIMEOUT.set(this, limits.login().timeout().plus(LONGEST_WAIT));
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(this, MAX_AUTH_TRIES);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(this, MAX_CHANNELS);
    CoreModuleProperties.LIMIT_PACKET_SIZE.set(this, MAX_CHANNEL_PACKET);
    // Every packet we write starts the idle time again: Keepalive does its work.
    CoreModuleProperties.IDLE_TIMEOUT.set(this, Duration.ZERO);
  }

  private void deny() {
    setUserAuthFactories(List.of(new UserAuthPublicKeyFactory()));
    setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    setSubsystemFactories(List.of());
    setGlobalRequestHandlers(List.of(new GlobalRequests()));
  }

  /** Sets who makes commands and who follows connections. */
  void serve(ExecFactory factory, ConnectionTracker connections) {
    setChannelFactories(List.of(factory));
    addSessionListener(connections);
  }

  /** Takes no connection any more. */
  void unbind() {
    IoAcceptor current = acceptor;
    if (current != null) {
      current.unbind();
    }
  }

  @Override
  public List<AbstractSession> getActiveSessions() {
    return acceptor == null ? List.of() : super.getActiveSessions();
  }
}
