package tsa.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelClosedException;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import tsa.testing.Patience;

/** The library's own client, to say anything a worker might say. Not thread-safe. */
final class RawClient implements AutoCloseable {
  private static final Duration LIMIT = Patience.LIMIT;

  private final SshClient ssh;
  final ClientSession session;

  private RawClient(SshClient ssh, ClientSession session) {
    this.ssh = ssh;
    this.session = session;
  }

  /** Connects and logs in with the first of the keys that is accepted. */
  static RawClient connect(InetSocketAddress address, KeyPair... keys) throws IOException {
    SshClient ssh = SshClient.setUpDefaultClient();
    ssh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    ssh.start();
    try {
      ClientSession session = ssh.connect("beacon", address).verify(LIMIT).getSession();
      List.of(keys).forEach(session::addPublicKeyIdentity);
      session.auth().verify(LIMIT);
      return new RawClient(ssh, session);
    } catch (IOException | RuntimeException e) {
      ssh.close(true).await(LIMIT);
      throw e;
    }
  }

  /** Asks for a forward; the port that was answered, or null for a refusal. */
  @Nullable Integer forward(String host, int port) throws IOException {
    Buffer answer = request("tcpip-forward", host, port);
    return answer == null ? null : answer.getInt();
  }

  @Nullable Buffer request(String name, String host, int port) throws IOException {
    Buffer packet = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    packet.putString(name);
    packet.putBoolean(true);
    packet.putString(host);
    packet.putUInt(port);
    return session.request(name, packet, LIMIT);
  }

  /** Runs a command with that input, and the end of input after it. */
  Run run(String line, String stdin) throws IOException {
    Run run = begin(line);
    try {
      run.send(stdin);
      run.channel.getInvertedIn().close();
    } catch (SshChannelClosedException e) {
      // A command that needs no input, or refuses it, may be over by now.
    }
    return run;
  }

  /** Starts a command and sends nothing. */
  Run begin(String line) throws IOException {
    return begin(session.createExecChannel(line));
  }

  Run begin(ClientChannel channel) throws IOException {
    if (channel instanceof ChannelExec) {
      CoreModuleProperties.REQUEST_EXEC_REPLY.set(channel, true);
    }
    Run run = new Run(channel);
    channel.setOut(run.out);
    channel.setErr(run.err);
    channel.open().verify(LIMIT);
    return run;
  }

  /** Registers with both forwards as the stock worker does. */
  Run register(String worker) throws IOException {
    forward("0.0.0.0", 7777);
    forward("0.0.0.0", 7788);
    return run("forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788", worker);
  }

  /** A command under way. */
  static final class Run {
    final ClientChannel channel;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Run(ClientChannel channel) {
      this.channel = channel;
    }

    void send(String text) throws IOException {
      channel.getInvertedIn().write(text.getBytes(StandardCharsets.UTF_8));
      channel.getInvertedIn().flush();
    }

    void signal(String name) throws IOException {
      RawClient.signal(channel, name);
    }

    /** Waits for its end; its exit status, or null if it ended without one. */
    @Nullable Integer status() {
      Set<ClientChannelEvent> seen = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
      if (!seen.contains(ClientChannelEvent.CLOSED)) {
        throw new AssertionError("the command did not end; stderr: " + err());
      }
      return channel.getExitStatus();
    }

    boolean isOver() {
      return channel.isClosed();
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }

  static void signal(ClientChannel channel, String name) throws IOException {
    Buffer packet =
        ((ClientSession) channel.getSession()).createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    packet.putUInt(((org.apache.sshd.common.channel.AbstractChannel) channel).getRecipient());
    packet.putString("signal");
    packet.putBoolean(false);
    packet.putString(name);
    channel.getSession().writePacket(packet);
  }

  @Override
  public void close() throws IOException {
    session.close(true).await(LIMIT);
    ssh.close(true).await(LIMIT);
  }
}
