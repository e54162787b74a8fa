package tsa.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.command.Command;
import tsa.control.Ticker;

/** Makes session channels and the commands in them. Thread-safe. */
final class ExecFactory implements ChannelFactory {
  private final GatewayLimits limits;
  private final Commands commands;
  private final Audit audit;
  private final Ticker ticker;
  private final Turnstile running = new Turnstile(Integer.MAX_VALUE);

  ExecFactory(GatewayLimits limits, Commands commands, Audit audit, Ticker ticker) {
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
    Optional<Peer> peer = Peer.of(channel.getSession());
    Optional<Identity> identity = peer.flatMap(Peer::identity);
    if (identity.isEmpty() || !peer.get().commands().enter()) {
      return Optional.empty();
    }
    if (!running.enter()) {
      peer.get().commands().leave();
      return Optional.empty();
    }
    peer.get().runs(channel);
    Runnable atEnd =
        () -> {
          peer.get().ran(channel);
          peer.get().commands().leave();
          running.leave();
        };
    return Optional.of(
        new ExecTrampoline(
            commands, audit, ticker, channel, peer.get(), identity.get(), line, atEnd));
  }

  /** Begins no command any more; completed when those that run have ended. */
  CompletableFuture<Void> quiet() {
    running.shut();
    return running.empty();
  }
}
