package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.settings.GatewayLimits;
import tsa.gateway.settings.GatewaySettings;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/**
 * A worker behind a real network that fails: OpenSSH in a network namespace, behind a pair of
 * virtual interfaces whose packets can be dropped. Needs root and {@code ip}; on a machine that
 * does not allow namespaces it says so, loudly, and proves nothing.
 *
 * <p>Signs of life are asked for each 500 ms, so that the run is short. {@code
 * -Dnetwork.defaults=true} takes the numbers of the service instead, and prints how long it took.
 */
class NetworkFaultTest {
  private static final Logger log = LoggerFactory.getLogger(NetworkFaultTest.class);
  private static final boolean DEFAULTS = Boolean.getBoolean("network.defaults");
  private static final GatewayLimits.Liveness LIVENESS =
      DEFAULTS
          ? GatewayLimits.DEFAULTS.liveness()
          : new GatewayLimits.Liveness(Slowness.scaled(Duration.ofMillis(500)), 4, Patience.LIMIT);

  /** For what this process itself has to do. */
  private static final Duration SPARE = Slowness.scaled(Duration.ofSeconds(3));

  /** What the keepalive promises: the misses, and one interval more to find out. */
  private static final Duration PROMISED =
      LIVENESS.interval().multipliedBy(LIVENESS.misses() + 1L).plus(SPARE);

  @TempDir private Path folder;

  private static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String why) {
      super(why);
    }
  }

  private final String id = Integer.toString(ThreadLocalRandom.current().nextInt(100_000));
  private final String space = "tsa-" + id;
  private final String outside = "tsao" + id;
  private final String inside = "tsai" + id;
  private final String network = "10.213." + ProcessHandle.current().pid() % 250 + ".";

  @AfterEach
  void removeNetwork() throws Exception {
    run("ip", "netns", "del", space);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return Patience.exitCode(process) == 0;
  }

  private void need(String... command) throws Exception {
    try {
      if (run(command)) {
        return;
      }
    } catch (IOException missing) {
      throw new Unavailable(missing.getMessage());
    }
    throw new Unavailable(String.join(" ", command));
  }

  private void inSpace(String... command) throws Exception {
    String[] all = new String[command.length + 4];
    System.arraycopy(new String[] {"ip", "netns", "exec", space}, 0, all, 0, 4);
    System.arraycopy(command, 0, all, 4, command.length);
    need(all);
  }

  private void makeNetwork() throws Exception {
    need("ip", "netns", "add", space);
    need("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
    need("ip", "link", "set", inside, "netns", space);
    need("ip", "addr", "add", network + "1/30", "dev", outside);
    need("ip", "link", "set", outside, "up");
    inSpace("ip", "addr", "add", network + "2/30", "dev", inside);
    inSpace("ip", "link", "set", inside, "up");
  }

  /** Drops every packet both ways, without telling anybody. */
  private void blackHole() throws Exception {
    try {
      inSpace("iptables", "-A", "INPUT", "-j", "DROP");
      inSpace("iptables", "-A", "OUTPUT", "-j", "DROP");
    } catch (Unavailable noFilter) {
      inSpace("ip", "link", "set", inside, "down");
    }
  }

  private interface Trouble {
    void befall(Process ssh) throws Exception;
  }

  /** How long after a trouble the registration, and what is open through it, were over. */
  private Duration noticed(Trouble trouble) throws Exception {
    makeNetwork();
    try (BulkServers servers = new BulkServers();
        GatewayRig rig =
            GatewayRig.start(
                folder, s -> GatewayRig.limits(l -> l.with(LIVENESS)).apply(bound(s)))) {
      Process ssh = worker(rig, servers);
      try {
        RigRegistrations.Opened session = rig.registrations.next();
        Tunnel.Connection open = session.link().tunnel().dial(Tunnel.Server.GARDEN, Patience.LIMIT);
        open.out().write('S');
        open.out().flush();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> read(open));
        long start = System.nanoTime();
        trouble.befall(ssh);
        assertThat(get(session.link().gone())).isEqualTo(Gone.LOST);
        assertThat(get(reader)).as("what was under way ended too").isEqualTo(-1);
        return Duration.ofNanos(System.nanoTime() - start);
      } finally {
        Patience.kill(ssh);
      }
    }
  }

  private static int read(Tunnel.Connection connection) {
    try {
      return connection.in().read();
    } catch (IOException cut) {
      return -1;
    }
  }

  private GatewaySettings bound(GatewaySettings s) {
    return new GatewaySettings(
        network + "1",
        0,
        s.peerAddress(),
        s.hostKey(),
        s.keys(),
        s.forwardListen(),
        s.forwardBindIp(),
        s.limits());
  }

  private Process worker(GatewayRig rig, BulkServers servers) throws Exception {
    Path key = Files.writeString(folder.resolve("key"), GatewayRig.pem(TestKeys.GLOBAL));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path stdin = Files.writeString(folder.resolve("stdin"), "{\"name\":\"w\"}");
    String[] command = {
      "ip",
      "netns",
      "exec",
      space,
      "ssh",
      "-F",
      "none",
      "-p",
      Integer.toString(rig.gateway.port()),
      "-i",
      key.toString(),
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
      "-R",
      "0.0.0.0:7777:" + folder + "/garden",
      "-R",
      "0.0.0.0:7788:" + folder + "/garden",
      "beacon@" + network + "1",
      "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788"
    };
    servers.listen(folder.resolve("garden"));
    return new ProcessBuilder(command)
        .redirectInput(stdin.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private void assertNoticed(String what, Duration limit, Trouble trouble) throws Exception {
    try {
      Duration took = noticed(trouble);
      log.atInfo().addKeyValue("defaults", DEFAULTS).log("{}: noticed after {}", what, took);
      assertThat(took).as(what).isLessThan(limit);
    } catch (Unavailable e) {
      log.error(
          "NOT PROVEN: '{}' needs network namespaces, which this machine does not allow: {}",
          what,
          e.getMessage());
    }
  }

  @Test
  void aKilledWorkerIsLostAtOnce() throws Exception {
    assertNoticed("kill -9", SPARE, ssh -> ssh.destroyForcibly());
  }

  @Test
  void aBlackHoleIsNoticedInTime() throws Exception {
    assertNoticed("black hole", PROMISED, ssh -> blackHole());
  }

  @Test
  void aFrozenProcessIsNoticedInTime() throws Exception {
    assertNoticed(
        "frozen process", PROMISED, ssh -> need("kill", "-STOP", Long.toString(ssh.pid())));
  }
}
