package tsa.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import tsa.control.WorkerLink.Gone;

/**
 * A session channel that knows exec, and signals of any name, also before the exec (protocol sheet
 * §4). A shell is let through to be told that there is none. Everything else is refused.
 */
final class ExecChannel extends ChannelSession {
  private final Stdin stdin;
  private final CompletableFuture<Gone> gone = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  ExecChannel(GatewayLimits limits) {
    super(List.of());
    this.stdin = new Stdin(limits.input().stdinBytes());
    setDataReceiver(stdin);
    addCloseFutureListener(closed -> lost());
  }

  Stdin stdin() {
    return stdin;
  }

  /** Completed when the worker sends a signal, closes the channel, or is lost. */
  CompletableFuture<Gone> gone() {
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
    boolean goodbye = session != null && Peer.of(session).map(Peer::saidGoodbye).orElse(false);
    gone.complete(goodbye ? Gone.LEFT : Gone.LOST);
    over.complete(null);
  }
}
