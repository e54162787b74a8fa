package tsa.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.command.Stdin;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.settings.GatewayLimits;

/**
 * A session channel that knows exec, and signals of any name, also before the exec
 * (docs/protocol/registration.md#session-channels). A shell is let through to be told that there is
 * none. Everything else is refused.
 */
final class ExecChannel extends ChannelSession implements SshConnection.RunningCommand {
  private final ExecFactory commands;
  private final Stdin stdin;
  private final CompletableFuture<Gone> gone = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  ExecChannel(GatewayLimits limits, ExecFactory commands) {
    super(List.of());
    this.commands = commands;
    this.stdin = new Stdin(limits.input().stdinBytes());
    setDataReceiver(stdin);
    addCloseFutureListener(closed -> lost());
  }

  /** Each may hold the input of a command that never comes, so that there must not be many. */
  @Override
  protected OpenFuture doInit(Buffer buffer) {
    Optional<SshConnection> connection = SshConnection.of(getSession());
    if (connection.isEmpty() || !connection.get().channels().tryAcquire()) {
      OpenFuture refused = new DefaultOpenFuture(this, this);
      refused.setException(
          new SshChannelOpenException(
              getChannelId(),
              SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
              "too many sessions on this connection"));
      return refused;
    }
    addCloseFutureListener(closed -> connection.get().channels().release());
    return super.doInit(buffer);
  }

  Stdin stdin() {
    return stdin;
  }

  /** Completed when the worker sends a signal, closes the channel, or is lost. */
  @Override
  public CompletableFuture<Gone> gone() {
    return gone;
  }

  /** Completed when nothing can be written any more. */
  CompletableFuture<Void> over() {
    return over;
  }

  @Override
  protected RequestHandler.Result handleInternalRequest(
      String requestType, boolean wantReply, Buffer buffer) throws IOException {
    return switch (requestType) {
      case Channel.CHANNEL_EXEC, Channel.CHANNEL_SHELL, "signal" ->
          super.handleInternalRequest(requestType, wantReply, buffer);
      default -> RequestHandler.Result.ReplyFailure;
    };
  }

  /** Not the library's way, which writes the line of a refused command into the log as it came. */
  @Override
  protected RequestHandler.Result handleExecParsed(String request, String line) throws IOException {
    Optional<Command> command = commands.create(this, line);
    if (command.isEmpty()) {
      return RequestHandler.Result.ReplyFailure;
    }
    commandInstance = command.get();
    return prepareChannelCommand(request, commandInstance);
  }

  /** A shell is a command without a name: it is answered with the names there are. */
  @Override
  protected RequestHandler.Result handleShellParsed(String request) throws IOException {
    return handleExecParsed(request, "");
  }

  @Override
  protected RequestHandler.Result handleSignalParsed(String name) {
    gone.complete(Gone.LEFT);
    return RequestHandler.Result.ReplySuccess;
  }

  /** The worker closes the channel while the connection lives: it leaves in order. */
  @Override
  public void handleClose() throws IOException {
    gone.complete(Gone.LEFT);
    over.complete(null);
    super.handleClose();
  }

  private void lost() {
    Session session = getSession();
    boolean goodbye =
        session != null && SshConnection.of(session).map(SshConnection::saidGoodbye).orElse(false);
    gone.complete(goodbye ? Gone.LEFT : Gone.LOST);
    over.complete(null);
  }
}
