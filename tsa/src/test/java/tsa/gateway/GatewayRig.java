package tsa.gateway;

import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import tsa.control.Caller;
import tsa.control.SchedulingDelay;
import tsa.gateway.command.GatewayDependencies;
import tsa.gateway.keys.KeySources;
import tsa.gateway.settings.GatewayLimits;
import tsa.gateway.settings.GatewaySettings;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.testing.Slowness;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;

/** A gateway on a free port of the loopback, with everything behind it in the test's hands. */
public final class GatewayRig implements AutoCloseable {
  /** Waits short enough for a test that runs into them. */
  static final GatewayLimits LIMITS =
      GatewayLimits.DEFAULTS
          .with(
              new GatewayLimits.Input(
                  1 << 20,
                  Slowness.scaled(Duration.ofSeconds(2)),
                  Slowness.scaled(Duration.ofMillis(500)),
                  8,
                  256))
          .with(
              new GatewayLimits.DrainLimits(
                  Duration.ofSeconds(10),
                  Slowness.scaled(Duration.ofMillis(300)),
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(5)))
          .with(quick(GatewayLimits.DEFAULTS.login()))
          .with(new GatewayLimits.Store(5, Duration.ofMillis(10)));

  private static GatewayLimits.LoginLimits quick(GatewayLimits.LoginLimits l) {
    return new GatewayLimits.LoginLimits(
        l.timeout(),
        l.dropFrom(),
        l.dropPercent(),
        l.max(),
        l.maxPerAddress(),
        l.handshakes(),
        l.maxPerKey(),
        Duration.ofMillis(50));
  }

  /** A report as it arrived. */
  record ReceivedReport(WorkerName worker, Caller caller, ObjectKind kind, List<String> handles) {}

  /** The sessions that workers open. */
  public final RigRegistrations registrations = new RigRegistrations();

  /** What became of connections. */
  public final CountedHandshakes handshakes = new CountedHandshakes();

  final TestStore store = new TestStore();
  final MovedClock clock = new MovedClock();
  final BlockingQueue<ReceivedReport> reports = new LinkedBlockingQueue<>();
  final Path hostKey;
  final Path globalKeys;

  /** The gateway. */
  public final SshGateway gateway;

  private GatewayRig(Path folder, UnaryOperator<GatewaySettings> change) throws Exception {
    hostKey = write(folder.resolve("host"), pem(TestKeys.HOST));
    globalKeys = write(folder.resolve("global"), TestKeys.line(TestKeys.GLOBAL) + "\n");
    Path teamKeys = write(folder.resolve("team-a"), TestKeys.line(TestKeys.TEAM_A) + "\n");
    KeySources keys = new KeySources(globalKeys, Map.of("a", List.of(teamKeys)), null);
    GatewaySettings settings =
        new GatewaySettings("127.0.0.1", 0, "127.0.0.1", hostKey, keys, true, "127.0.0.1", LIMITS);
    gateway =
        new SshGateway(
            change.apply(settings),
            new GatewayDependencies(
                registrations,
                store.requests(),
                (worker, caller, kind, handles) ->
                    reports.add(new ReceivedReport(worker, caller, kind, handles)),
                store.health(),
                handshakes,
                SchedulingDelay.NONE),
            System::nanoTime,
            clock);
    gateway.start();
  }

  /** Starts one. */
  public static GatewayRig start(Path folder) throws Exception {
    return new GatewayRig(folder, settings -> settings);
  }

  static GatewayRig start(Path folder, UnaryOperator<GatewaySettings> change) throws Exception {
    return new GatewayRig(folder, change);
  }

  /** The same settings with other limits. */
  static UnaryOperator<GatewaySettings> limits(UnaryOperator<GatewayLimits> change) {
    return s ->
        new GatewaySettings(
            s.bindIp(),
            s.bindPort(),
            s.peerAddress(),
            s.hostKey(),
            s.keys(),
            s.forwardListen(),
            s.forwardBindIp(),
            change.apply(s.limits()));
  }

  /** The same settings without listeners for forwards. */
  static UnaryOperator<GatewaySettings> silent() {
    return s ->
        new GatewaySettings(
            s.bindIp(),
            s.bindPort(),
            s.peerAddress(),
            s.hostKey(),
            s.keys(),
            false,
            s.forwardBindIp(),
            s.limits());
  }

  /** Where workers dial. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port());
  }

  /** A client that logs in with that key. */
  RawClient client(KeyPair key) throws IOException {
    return RawClient.connect(address(), key);
  }

  /** A worker named {@code w} with those servers, which registers. */
  SimulatedLink worker(LinkClient client, LinkServers servers) {
    SimulatedLink link =
        new SimulatedLink(
            client,
            LinkSettings.of(address(), TestKeys.GLOBAL),
            () -> "{\"name\":\"w\"}",
            servers,
            LinkListener.NONE);
    link.start();
    return link;
  }

  /** The port of an address or a URL that ends with it. */
  static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** The gateway may know of a registration before its worker does. */
  static void awaitRegistered(SimulatedLink link) {
    eventually().until(() -> link.registrations() == 1);
  }

  static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @Override
  public void close() throws IOException {
    gateway.close();
  }
}
