package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tsa.worker.WorkerState;

/**
 * Wrong bytes at every place where a peer can send some: before keys are exchanged, before and
 * after the login, on a command line and on stdin. Afterwards nothing may be left of it, and
 * nothing of ours may have failed. {@code -Dfuzz.rounds=N} makes a longer run, {@code
 * -Dfuzz.seed=N} another one.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 40);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String WORKER =
      "{\"name\":\"w\",\"tags\":[\"a\"],\"resource_types\":[{\"type\":\"git\"}],\"start_time\":1}";

  /**
   * What there is to do after a login, as RFC 4250 §4.1.2 numbers it, with payloads of one each.
   */
  private static final List<byte[]> MESSAGES = messages();

  @TempDir private Path folder;
  private final Random random = new Random(Long.getLong("fuzz.seed", 20261122));
  private final Mutator mutator = new Mutator(random);
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

  private static List<byte[]> messages() {
    return List.of(
        message(
            80,
            b -> b.putString("tcpip-forward"),
            b -> b.putBoolean(true),
            b -> b.putString("0.0.0.0"),
            b -> b.putUInt(7777)),
        message(
            80,
            b -> b.putString("cancel-tcpip-forward"),
            b -> b.putBoolean(true),
            b -> b.putString("0.0.0.0"),
            b -> b.putUInt(7777)),
        message(80, b -> b.putString("keepalive"), b -> b.putBoolean(true)),
        message(82),
        message(81),
        message(
            90,
            b -> b.putString("session"),
            b -> b.putUInt(0),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15)),
        message(
            90,
            b -> b.putString("direct-tcpip"),
            b -> b.putUInt(9),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15),
            b -> b.putString("127.0.0.1"),
            b -> b.putUInt(22),
            b -> b.putString("1.1.1.1"),
            b -> b.putUInt(1)),
        message(
            91,
            b -> b.putUInt(0),
            b -> b.putUInt(0),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15)),
        message(
            92, b -> b.putUInt(0), b -> b.putUInt(1), b -> b.putString("no"), b -> b.putString("")),
        message(93, b -> b.putUInt(0), b -> b.putUInt(1 << 30)),
        message(94, b -> b.putUInt(0), b -> b.putString(WORKER)),
        message(95, b -> b.putUInt(0), b -> b.putUInt(1), b -> b.putString("x")),
        message(96, b -> b.putUInt(0)),
        message(97, b -> b.putUInt(0)),
        message(99, b -> b.putUInt(0)),
        message(100, b -> b.putUInt(0)),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("exec"),
            b -> b.putBoolean(true),
            b -> b.putString("sweep-volumes")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("signal"),
            b -> b.putBoolean(false),
            b -> b.putString("INT")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("env"),
            b -> b.putBoolean(true),
            b -> b.putString("A"),
            b -> b.putString("B")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("pty-req"),
            b -> b.putBoolean(true),
            b -> b.putString("vt"),
            b -> b.putUInt(80)),
        message(1, b -> b.putUInt(11), b -> b.putString("bye"), b -> b.putString("")),
        message(2, b -> b.putString("ignored")),
        message(3, b -> b.putUInt(7)),
        message(4, b -> b.putBoolean(true), b -> b.putString("debug"), b -> b.putString("")),
        message(5, b -> b.putString("ssh-userauth")),
        message(6, b -> b.putString("ssh-connection")),
        message(7, b -> b.putUInt(1), b -> b.putString("x"), b -> b.putString("y")),
        message(20),
        message(21),
        message(30, b -> b.putString("x")),
        message(31),
        message(
            50,
            b -> b.putString("beacon"),
            b -> b.putString("ssh-connection"),
            b -> b.putString("publickey"),
            b -> b.putBoolean(false),
            b -> b.putString("ssh-rsa"),
            b -> b.putBytes(PublicKeyLine.wire(TestKeys.GLOBAL.getPublic()))),
        message(
            50,
            b -> b.putString("beacon"),
            b -> b.putString("ssh-connection"),
            b -> b.putString("password"),
            b -> b.putBoolean(false),
            b -> b.putString("secret")),
        message(52),
        message(192),
        message(255));
  }

  private interface Field {
    void into(Buffer buffer);
  }

  private static byte[] message(int number, Field... fields) {
    Buffer buffer = new ByteArrayBuffer();
    buffer.putByte((byte) number);
    for (Field field : fields) {
      field.into(buffer);
    }
    return buffer.getCompactData();
  }

  @Test
  void nothingIsLeftOfWrongBytes() throws Exception {
    rounds(5); // whatever is made once is made
    await().atMost(LIMIT).until(() -> rig.gateway.connections() == 0);
    long threads = threads();
    int sockets = sockets().size();
    rounds(ROUNDS);
    workers();
    await("sessions")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(left()).as("sessions that are left").isEmpty());
    assertThat(rig.gateway.waiting()).isZero();
    await("threads").atMost(LIMIT).until(() -> threads() <= threads + 3);
    await("sockets")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(sockets()).hasSizeLessThanOrEqualTo(sockets));
    assertThat(uncaught).isEmpty();
    assertThat(failures()).isEmpty();
  }

  /**
   * What somebody has to look at: errors of anybody, and exceptions that our code did not expect.
   */
  private List<String> failures() {
    return List.copyOf(logged.list).stream()
        .filter(event ->
            event.getLevel().isGreaterOrEqual(Level.ERROR)
                || (event.getLoggerName().startsWith("tsa.")
                    && event.getLevel().isGreaterOrEqual(Level.WARN)
                    && event.getThrowableProxy() != null))
        .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
        .distinct()
        .toList();
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

  private void rounds(int count) throws Exception {
    for (int round = 0; round < count; round++) {
      beforeKeys();
      withKeys(false);
      withKeys(true);
      commands();
    }
  }

  /** Those who behave are served as ever. */
  private void workers() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawClient client = rig.client(TestKeys.TEAM_A)) {
        RawClient.Run run = client.register("{\"name\":\"good\",\"team\":\"a\"}");
        await().atMost(LIMIT).until(() -> isRegistered("good"));
        assertThat(run.isOver()).isFalse();
      }
    }
  }

  private boolean isRegistered(String name) throws InterruptedException {
    return rig.registrations.next().registration().name().value().equals(name);
  }

  /** In the clear: the greeting, and the first packet, which is as the server's own. */
  private void beforeKeys() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.gateway.port())) {
      socket.setSoTimeout(10_000);
      byte[] theirs = new byte[16 << 10];
      int length = Math.max(0, socket.getInputStream().read(theirs));
      socket.setSoTimeout(50);
      byte[] greeting = "SSH-2.0-fuzz\r\n".getBytes(UTF_8);
      socket.getOutputStream().write(random.nextInt(4) == 0 ? mutator.mutate(greeting) : greeting);
      int more = readSome(socket, theirs);
      byte[] packet = Arrays.copyOf(theirs, more > 0 ? more : length);
      socket.getOutputStream().write(mutator.mutate(packet));
      socket.getOutputStream().write(mutator.noise(1 << random.nextInt(19)));
      readSome(socket, theirs);
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
  private void withKeys(boolean login) throws IOException {
    try (ClientSession session = ssh.connect("beacon", rig.address()).verify(LIMIT).getSession()) {
      if (login) {
        session.addPublicKeyIdentity(TestKeys.GLOBAL);
        session.auth().verify(LIMIT);
        channel(session, "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788");
      } else {
        session.waitFor(List.of(ClientSession.ClientSessionEvent.WAIT_AUTH), LIMIT);
      }
      for (int i = random.nextInt(12); i >= 0 && session.isOpen(); i--) {
        byte[] right = MESSAGES.get(random.nextInt(MESSAGES.size()));
        byte[] wrong = random.nextInt(3) == 0 ? right : mutator.mutate(right);
        Buffer packet = session.createBuffer(wrong.length == 0 ? (byte) 0 : wrong[0]);
        packet.putRawBytes(wrong, Math.min(1, wrong.length), Math.max(0, wrong.length - 1));
        session.writePacket(packet);
      }
    } catch (IOException | RuntimeException cut) {
      return; // the library's client, too, has had enough of it
    }
  }

  private static void channel(ClientSession session, String line) throws IOException {
    ChannelExec channel = session.createExecChannel(line);
    channel.open().verify(LIMIT);
  }

  /** Command lines and worker objects; as many bytes as there may be, and of any kind. */
  private void commands() throws IOException {
    String line = ParsedCommand.NAMES.get(random.nextInt(ParsedCommand.NAMES.size()));
    String flags = random.nextBoolean() ? " --name w" : " --garden a:1 --baggageclaim=[::]:2 x";
    byte[] wrongLine = mutator.mutate((line + flags).getBytes(UTF_8));
    byte[] wrongStdin = mutator.mutate(WORKER.getBytes(UTF_8));
    try (ClientSession session = ssh.connect("beacon", rig.address()).verify(LIMIT).getSession()) {
      session.addPublicKeyIdentity(TestKeys.GLOBAL);
      session.auth().verify(LIMIT);
      ChannelExec channel = session.createExecChannel(new String(wrongLine, UTF_8) + " ");
      channel.open().verify(LIMIT);
      channel.getInvertedIn().write(wrongStdin);
      channel.getInvertedIn().close();
      channel.waitFor(List.of(ClientChannelEvent.CLOSED), Duration.ofMillis(300));
    } catch (IOException | RuntimeException cut) {
      return; // the library's client, too, has had enough of it
    }
  }
}
