package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tsa.control.port.MetricsRecorder;
import tsa.testing.Seed;
import tsa.worker.WorkerState;

/**
 * Wrong bytes at every place where a peer can send some: before keys are exchanged, before and
 * after the login, on a command line and on stdin. Afterwards nothing may be left of it, and
 * nothing of ours may have failed. {@code -Dfuzz.rounds=N} makes a longer run, {@code -Dtsa.seed=N}
 * another one.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class FuzzTest {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(FuzzTest.class);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 25);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Before anything is measured: whatever is made once is made. */
  private static final int FIRST_ROUNDS = 5;

  @RegisterExtension final Seed seed = Seed.usually(20261122);

  @TempDir private Path folder;
  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private Thread.UncaughtExceptionHandler before;
  private GatewayRig rig;
  private SshClient ssh;

  @BeforeEach
  void start() throws Exception {
    rig =
        GatewayRig.start(
            folder,
            GatewayRig.limits(
                l -> l.with(l.login().dropping(Duration.ofSeconds(3), 1_000, 0, 2_000))));
    rig.store.put("w", null, WorkerState.RUNNING);
    ssh = SshClient.setUpDefaultClient();
    ssh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    ssh.start();
    logged.start();
    root().addAppender(logged);
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> uncaught.add(problem));
  }

  @AfterEach
  void stop() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(before);
    root().detachAppender(logged);
    ssh.close(true).await(LIMIT);
    rig.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void nothingIsLeftOfWrongBytes() throws Exception {
    rounds(0, FIRST_ROUNDS);
    eventually().until(() -> rig.gateway.connections() == 0);
    long threads = threads();
    int sockets = sockets().size();
    rounds(FIRST_ROUNDS, ROUNDS);
    workers();
    eventually("sessions")
        .untilAsserted(() -> assertThat(left()).as("sessions that are left").isEmpty());
    assertThat(rig.gateway.waiting()).isZero();
    eventually("threads").until(() -> threads() <= threads + 3);
    eventually("sockets")
        .untilAsserted(() -> assertThat(sockets()).hasSizeLessThanOrEqualTo(sockets));
    assertThat(uncaught).isEmpty();
    assertThat(failures()).isEmpty();
  }

  /**
   * What somebody has to look at, of what the service writes: errors of anybody, and exceptions
   * that our code did not expect.
   */
  private List<String> failures() throws JoranException {
    LoggerContext shipped = shipped();
    return List.copyOf(logged.list).stream()
        .filter(event -> shipped.getLogger(event.getLoggerName()).isEnabledFor(event.getLevel()))
        .filter(event ->
            event.getLevel().isGreaterOrEqual(Level.ERROR)
                || (event.getLoggerName().startsWith("tsa.")
                    && event.getLevel().isGreaterOrEqual(Level.WARN)
                    && event.getThrowableProxy() != null))
        .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
        .distinct()
        .toList();
  }

  /** Levels as the service has them; tests may run with others. */
  private static LoggerContext shipped() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(FuzzTest.class.getResource("/logback.xml"));
    return context;
  }

  private List<String> left() {
    return rig.gateway.sessions().stream()
        .map(session ->
            session
                + " authenticated="
                + session.isAuthenticated()
                + " open="
                + session.isOpen()
                + " closing="
                + session.isClosing()
                + " socket open="
                + session.getIoSession().isOpen())
        .toList();
  }

  private static long threads() {
    return Thread.getAllStackTraces().size();
  }

  private static List<String> sockets() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(FuzzTest::target).filter(target -> target.startsWith("socket:")).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "closed meanwhile";
    }
  }

  private void rounds(int first, int count) throws Exception {
    for (int i = first; i < first + count; i++) {
      FuzzRound round = FuzzRound.draw(seed.random(i));
      beforeKeys(round);
      withKeys(round.before(), false);
      withKeys(round.after(), true);
      command(round.command());
    }
  }

  /** Those who behave are served as ever. */
  private void workers() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawClient client = rig.client(TestKeys.TEAM_A)) {
        RawClient.Run run = client.register("{\"name\":\"good\",\"team\":\"a\"}");
        eventually().until(() -> isRegistered("good"));
        assertThat(run.isOver()).isFalse();
      }
    }
  }

  private boolean isRegistered(String name) throws InterruptedException {
    return rig.registrations.next().registration().name().value().equals(name);
  }

  /** In the clear; the greeting and the first packet get an answer if they are right. */
  private void beforeKeys(FuzzRound round) throws IOException {
    byte[] theirs = new byte[16 << 10];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.gateway.port())) {
      socket.setSoTimeout(50);
      for (byte[] part : round.clear()) {
        socket.getOutputStream().write(part);
        readSome(socket, theirs);
      }
    } catch (SocketException cut) {
      return; // as it should be
    }
  }

  private static int readSome(Socket socket, byte[] into) throws IOException {
    try {
      return socket.getInputStream().read(into);
    } catch (SocketTimeoutException silence) {
      return 0;
    }
  }

  /** Under valid encryption: packets of every number, before or after the login. */
  private void withKeys(List<byte[]> messages, boolean login) throws IOException {
    try (ClientSession session = connected()) {
      if (login) {
        logIn(session);
        channel(session, "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788");
      } else {
        session.waitFor(List.of(ClientSession.ClientSessionEvent.WAIT_AUTH), LIMIT);
      }
      sendAll(session, messages);
    }
  }

  private static void sendAll(ClientSession session, List<byte[]> messages) {
    try {
      for (byte[] message : messages) {
        Buffer packet = session.createBuffer(message.length == 0 ? (byte) 0 : message[0]);
        packet.putRawBytes(message, Math.min(1, message.length), Math.max(0, message.length - 1));
        session.writePacket(packet);
      }
    } catch (IOException | RuntimeException cut) {
      return; // the library's client, too, has had enough of it
    }
  }

  /** Whatever others did before, a connection and a login are to be had. */
  private ClientSession connected() throws IOException {
    return ssh.connect("beacon", rig.address()).verify(LIMIT).getSession();
  }

  private static void logIn(ClientSession session) throws IOException {
    session.addPublicKeyIdentity(TestKeys.GLOBAL);
    session.auth().verify(LIMIT);
  }

  private static ChannelExec channel(ClientSession session, String line) throws IOException {
    ChannelExec channel = session.createExecChannel(line);
    channel.open().verify(LIMIT);
    return channel;
  }

  /** Command lines and worker objects; as many bytes as there may be, and of any kind. */
  private void command(List<byte[]> lineAndStdin) throws IOException {
    try (ClientSession session = connected()) {
      logIn(session);
      run(session, lineAndStdin);
    }
  }

  private static void run(ClientSession session, List<byte[]> lineAndStdin) {
    try {
      ChannelExec channel = channel(session, new String(lineAndStdin.getFirst(), UTF_8) + " ");
      channel.getInvertedIn().write(lineAndStdin.getLast());
      channel.getInvertedIn().close();
      channel.waitFor(List.of(ClientChannelEvent.CLOSED), Duration.ofMillis(300));
    } catch (IOException | RuntimeException cut) {
      return; // the library's client, too, has had enough of it
    }
  }

  /** The library calls it an error, and any stranger could fill the log with it. */
  @Test
  void aKeyOfImpossibleLengthIsNoErrorOfOurs() throws Exception {
    withKeys(List.of(FuzzMessages.KEY_OF_IMPOSSIBLE_LENGTH), false);
    eventually().until(() -> rig.handshakes.of(MetricsRecorder.Handshake.BROKEN) == 1);
    assertThat(failures()).isEmpty();
  }

  @Test
  void aRequestForAForwardThatIsCutShortIsRefusedAndNoErrorOfOurs() throws Exception {
    try (ClientSession session = connected()) {
      logIn(session);
      Buffer packet = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      packet.putString("tcpip-forward");
      packet.putBoolean(true);
      packet.putUInt(71); // the length of a host that does not follow
      assertThat(session.request("tcpip-forward", packet, LIMIT)).isNull();
    }
    assertThat(failures()).isEmpty();
  }

  @Test
  void aSeedIsTheSameBytesInEachRun() throws Exception {
    String sent = digest();
    log.info("seed {}: {} rounds, SHA-256 {}", seed.value(), ROUNDS, sent);
    assertThat(digest()).isEqualTo(sent);
    assertThat(TestKeys.drawn(TestKeys.GLOBAL_SEED).getPublic())
        .isEqualTo(TestKeys.GLOBAL.getPublic());
  }

  private String digest() throws NoSuchAlgorithmException {
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < FIRST_ROUNDS + ROUNDS; i++) {
      FuzzRound.draw(seed.random(i)).into(all);
    }
    return HexFormat.of().formatHex(all.digest());
  }
}
