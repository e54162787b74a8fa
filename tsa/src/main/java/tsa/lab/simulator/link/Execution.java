package tsa.lab.simulator.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/** A command that runs on a gateway. Thread-safe. */
final class Execution {
  /** What Go's client reports for a command that died of a signal; any failure is as good. */
  private static final int DIED = 1;

  private final ChannelExec channel;
  private final LineSink out;
  private final LineSink err;
  private final CompletableFuture<CommandResult> result = new CompletableFuture<>();

  private Execution(ChannelExec channel, LineSink out, LineSink err) {
    this.channel = channel;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command and sends it its input. Blocks up to the limit.
   *
   * @throws IOException if it cannot be started
   */
  static Execution start(
      ClientSession session,
      String line,
      String stdin,
      Duration limit,
      Consumer<String> outLines,
      Consumer<String> errLines)
      throws IOException {
    ChannelExec channel = session.createExecChannel(line);
    CoreModuleProperties.REQUEST_EXEC_REPLY.set(channel, true);
    Execution execution = new Execution(channel, new LineSink(outLines), new LineSink(errLines));
    channel.setOut(execution.out);
    channel.setErr(execution.err);
    channel.addCloseFutureListener(closed -> execution.closed());
    channel.open().verify(limit);
    try (OutputStream in = channel.getInvertedIn()) {
      in.write(stdin.getBytes(StandardCharsets.UTF_8));
    }
    return execution;
  }

  private void closed() {
    Integer status = channel.getExitStatus();
    if (status == null && channel.getExitSignal() != null) {
      status = DIED;
    }
    result.complete(new CommandResult(status, out.text(), err.text()));
  }

  /** How it ended; never fails. */
  CompletableFuture<CommandResult> result() {
    return result;
  }

  /** Sends it a signal, as the stock worker does to end a registration. */
  void signal(String name) throws IOException {
    Buffer packet = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    packet.putUInt(channel.getRecipient());
    packet.putString("signal");
    packet.putBoolean(false);
    packet.putString(name);
    channel.writePacket(packet);
  }
}
