package tsa.lab.simulator.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** One SSH connection of a simulated worker to a gateway. Thread-safe. */
final class LinkConnection implements AutoCloseable {
  private static final AttributeKey<LinkConnection> KEY = new AttributeKey<>();
  private static final AttributeKey<LinkSettings> SETTINGS = new AttributeKey<>();
  private static final String USER = "beacon";
  private static final String ANY = "0.0.0.0";
  private static final int GARDEN = 7777;
  private static final int BAGGAGECLAIM = 7788;
  private static final long LONGEST_FREEZE_HOURS = 24;

  private final ClientSession session;
  private final LinkSettings settings;
  private final LinkServers servers;
  private final Set<Integer> forwarded = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile CountDownLatch frozen = new CountDownLatch(0);

  private LinkConnection(ClientSession session, LinkSettings settings, LinkServers servers) {
    this.session = session;
    this.settings = settings;
    this.servers = servers;
  }

  /**
   * Connects and proves the key. Like the stock worker it waits for its turn to shake hands for as
   * long as that takes (docs/concourse-bugs.md B20), up to {@link LinkClient#LONGEST_HANDSHAKE}.
   *
   * @throws IOException if the gateway does not answer, is another one, or refuses the key
   */
  static LinkConnection open(
      LinkClient client, InetSocketAddress gateway, LinkSettings settings, LinkServers servers)
      throws IOException {
    AttributeRepository context = AttributeRepository.ofKeyValuePair(SETTINGS, settings);
    ClientSession session =
        client
            .ssh()
            .connect(USER, gateway, context, client.source())
            .verify(settings.connectLimit())
            .getSession();
    try {
      LinkConnection connection = new LinkConnection(session, settings, servers);
      session.setAttribute(KEY, connection);
      session.addPublicKeyIdentity(settings.key());
      session.auth().verify(LinkClient.LONGEST_HANDSHAKE);
      return connection;
    } catch (IOException | RuntimeException e) {
      session.close(true);
      throw e;
    }
  }

  /** Whether the link that dialed there trusts that host key; host names mean nothing to it. */
  static boolean trusts(ClientSession session, SocketAddress gateway, PublicKey key) {
    AttributeRepository context = session.getConnectionContext();
    LinkSettings settings = context == null ? null : context.getAttribute(SETTINGS);
    return settings != null
        && (settings.hostKey() == null || KeyUtils.compareKeys(settings.hostKey(), key));
  }

  /** The connection that a session belongs to; null if it is none of ours. */
  static @Nullable LinkConnection of(Session session) {
    return session.getAttribute(KEY);
  }

  /** Asks for both forwards, as the stock worker does. */
  void forwardBoth() throws IOException {
    forward(GARDEN);
    forward(BAGGAGECLAIM);
  }

  private void forward(int port) throws IOException {
    Buffer packet = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    packet.putString("tcpip-forward");
    packet.putBoolean(true);
    packet.putString(ANY);
    packet.putUInt(port);
    forwarded.add(port);
    if (session.request("tcpip-forward", packet, settings.connectLimit()) == null) {
      throw new IOException("tcpip-forward request denied by peer");
    }
  }

  /** Whether it asked for that forward. */
  boolean asked(String host, int port) {
    return host.equals(ANY) && forwarded.contains(port);
  }

  /** Hands on a connection that came through a forward. */
  void accepted(int port, InputStream in, OutputStream out, Closeable connection) {
    if (port == GARDEN) {
      servers.garden(in, out, connection);
    } else {
      servers.baggageclaim(in, out, connection);
    }
  }

  /** Registers through the two forwards. */
  Execution register(String worker, Consumer<String> events, Consumer<String> remarks)
      throws IOException {
    String line =
        "forward-worker --garden "
            + ANY
            + ":"
            + GARDEN
            + " --baggageclaim "
            + ANY
            + ":"
            + BAGGAGECLAIM;
    return run(line, worker, events, remarks);
  }

  /** Runs a command. */
  Execution run(String line, String worker, Consumer<String> out, Consumer<String> err)
      throws IOException {
    return Execution.start(session, line, worker, settings.connectLimit(), out, err);
  }

  /** Sends a sign of life, and gives up when the gateway has been silent for too long. */
  void sendKeepalive() {
    if (frozen.getCount() > 0 || !session.isOpen()) {
      return;
    }
    if (unanswered.get() >= settings.silenceLimit().dividedBy(settings.keepalive())) {
      session.close(true);
      return;
    }
    try {
      Buffer packet = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      packet.putString("keepalive");
      packet.putBoolean(true);
      packet.putString("sup");
      unanswered.incrementAndGet();
      session.request(packet, "keepalive", (command, answer) -> unanswered.set(0));
    } catch (IOException e) {
      session.close(true);
    }
  }

  /** Stops reading and writing, with the connection left open: a machine that hangs. */
  void freeze() {
    frozen = new CountDownLatch(1);
    session.getIoSession().suspendRead();
  }

  /** Goes on. */
  void thaw() {
    frozen.countDown();
    session.getIoSession().resumeRead();
  }

  /** Blocks while it is frozen. */
  void awaitThaw() throws IOException {
    try {
      if (!frozen.await(LONGEST_FREEZE_HOURS, TimeUnit.HOURS)) {
        throw new IOException("frozen for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while frozen", e);
    }
  }

  /** Ends the TCP connection without a word. */
  void cut() {
    frozen.countDown();
    session.getIoSession().close(true);
  }

  /** Ends the connection, as Go's client does: without a word as well. */
  @Override
  public void close() {
    frozen.countDown();
    session.close(true);
  }
}
