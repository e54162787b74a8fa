package tsa.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.command.Command;
import tsa.control.port.Ticker;
import tsa.gateway.command.WorkerCommands;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.forward.InFlightLimit;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.settings.GatewayLimits;

/** Makes session channels and the commands in them. Thread-safe. */
final class ExecFactory implements ChannelFactory {
  private final GatewayLimits limits;
  private final WorkerCommands commands;
  private final AuditLog audit;
  private final Ticker ticker;
  private final InFlightLimit running = new InFlightLimit(Integer.MAX_VALUE);

  ExecFactory(GatewayLimits limits, WorkerCommands commands, AuditLog audit, Ticker ticker) {
    this.limits = limits;
    this.commands = commands;
    this.audit = audit;
    this.ticker = ticker;
  }

  @Override
  public String getName() {
    return "session";
  }

  @Override
  public Channel createChannel(Session session) {
    return new ExecChannel(limits, this);
  }

  /** The command of a line; empty if there are too many at once, and when we are closing. */
  Optional<Command> create(ExecChannel channel, String line) {
    Optional<SshConnection> connection = SshConnection.of(channel.getSession());
    Optional<KeyIdentity> identity = connection.flatMap(SshConnection::identity);
    if (identity.isEmpty() || !connection.get().commands().tryAcquire()) {
      return Optional.empty();
    }
    if (!running.tryAcquire()) {
      connection.get().commands().release();
      return Optional.empty();
    }
    connection.get().commandStarted(channel);
    Runnable atEnd =
        () -> {
          connection.get().commandEnded(channel);
          connection.get().commands().release();
          running.release();
        };
    return Optional.of(
        new VirtualThreadCommand(
            commands, audit, ticker, channel, connection.get(), identity.get(), line, atEnd));
  }

  /** Begins no command any more; completed when those that run have ended. */
  CompletableFuture<Void> quiet() {
    running.shut();
    return running.drained();
  }
}
