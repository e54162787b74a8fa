package tsa.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.shell.ShellFactory;
import org.jspecify.annotations.Nullable;
import tsa.control.Ticker;

/** Makes session channels and the commands in them. Thread-safe. */
final class ExecFactory implements ChannelFactory, CommandFactory, ShellFactory {
  private final GatewayLimits limits;
  private final Commands commands;
  private final Ticker ticker;
  private final Turnstile running = new Turnstile(Integer.MAX_VALUE);

  ExecFactory(GatewayLimits limits, Commands commands, Ticker ticker) {
    this.limits = limits;
    this.commands = commands;
    this.ticker = ticker;
  }

  @Override
  public String getName() {
    return "session";
  }

  @Override
  public Channel createChannel(Session session) {
    return new ExecChannel(limits);
  }

  /** A shell is a command without a name: it is answered with the names there are. */
  @Override
  public @Nullable Command createShell(ChannelSession channel) {
    return createCommand(channel, "");
  }

  /** Null, which refuses the request, for too many commands at once and when we are closing. */
  @Override
  public @Nullable Command createCommand(ChannelSession channel, String line) {
    Optional<Peer> peer = Peer.of(channel.getSession());
    Optional<Identity> identity = peer.flatMap(Peer::identity);
    if (identity.isEmpty() || !(channel instanceof ExecChannel exec)) {
      return null;
    }
    if (!peer.get().commands().enter()) {
      return null;
    }
    if (!running.enter()) {
      peer.get().commands().leave();
      return null;
    }
    Runnable atEnd =
        () -> {
          peer.get().commands().leave();
          running.leave();
        };
    return new ExecTrampoline(commands, ticker, exec, peer.get(), identity.get(), line, atEnd);
  }

  /** Begins no command any more; completed when those that run have ended. */
  CompletableFuture<Void> quiet() {
    running.shut();
    return running.empty();
  }
}
