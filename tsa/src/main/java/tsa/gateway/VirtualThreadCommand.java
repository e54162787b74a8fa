package tsa.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerLink;
import tsa.gateway.command.CommandIo;
import tsa.gateway.command.WorkerCommands;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.protocol.CommandExit;

/**
 * Carries a command from the library's thread to a virtual thread of its own, and its end back. One
 * use each.
 */
final class VirtualThreadCommand implements Command {
  private static final Logger log = LoggerFactory.getLogger(VirtualThreadCommand.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final WorkerCommands commands;
  private final AuditLog audit;
  private final Ticker ticker;
  private final ExecChannel channel;
  private final SshConnection connection;
  private final KeyIdentity identity;
  private final String line;
  private final Runnable atEnd;
  private final AtomicBoolean begun = new AtomicBoolean();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback callback = (code, message, immediately) -> {};

  VirtualThreadCommand(
      WorkerCommands commands,
      AuditLog audit,
      Ticker ticker,
      ExecChannel channel,
      SshConnection connection,
      KeyIdentity identity,
      String line,
      Runnable atEnd) {
    this.commands = commands;
    this.audit = audit;
    this.ticker = ticker;
    this.channel = channel;
    this.connection = connection;
    this.identity = identity;
    this.line = line;
    this.atEnd = atEnd;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    this.callback = callback;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  /** Not used: the channel collects what it receives by itself. */
  @Override
  public void setInputStream(InputStream in) {}

  @Override
  public void start(ChannelSession session, Environment environment) {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual().name("exec " + connection.address()).start(this::run);
  }

  /** A command that runs hears of the channel's end by itself; one that never ran ends here. */
  @Override
  public void destroy(ChannelSession session) {
    if (begun.compareAndSet(false, true)) {
      atEnd.run();
    }
  }

  private void run() {
    long start = ticker.nanos();
    WorkerCommands.CommandTrace trace = new WorkerCommands.CommandTrace();
    CommandIo io =
        new CommandIo(
            connection, identity, channel.stdin(), out, err, channel.gone(), channel.over());
    try {
      CommandExit exit = commands.run(line, io, trace);
      trace.gone(channel.gone().getNow(null));
      audit.command(connection, identity, trace, ticker.since(start), exit);
      end(exit);
    } finally {
      channel.gone().complete(WorkerLink.Gone.LEFT);
      atEnd.run();
    }
  }

  private void end(CommandExit exit) {
    switch (exit) {
      case CommandExit.Status status -> callback.onExit(status.code());
      case CommandExit.Disconnect disconnect -> disconnect(disconnect.why());
    }
  }

  /**
   * First the channel, without a status, and then the connection: OpenSSH drops what it has not
   * printed yet when it reads of a disconnect.
   */
  private void disconnect(String why) {
    Session session = connection.session();
    connection.endingFor(why);
    channel.close(false);
    awaitClose();
    try {
      session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
    } catch (IOException e) {
      log.debug("{}: disconnecting: {}", connection.address(), e.toString());
      session.close(true);
    }
  }

  private void awaitClose() {
    try {
      channel.over().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.debug("{}: the channel was not closed in time", connection.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
