package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.control.port.WorkerLink.Gone;
import tsa.lab.simulator.link.CommandResult;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.testing.Patience;
import tsa.worker.WorkerState;

/**
 * The simulated worker reacts to each ending as the stock one does
 * (docs/protocol/registration.md#what-each-ending-means).
 */
class SimulatedLinkTest {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Reason WHY = Reason.of(ReasonCode.LANDED);

  @TempDir private Path folder;
  private final List<SimulatedLink> links = new ArrayList<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private GatewayRig rig;
  private LinkClient client;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    client = LinkClient.start(new Random(1));
  }

  @AfterEach
  void stop() throws Exception {
    links.forEach(SimulatedLink::close);
    client.close();
    rig.close();
  }

  private final LinkListener notes =
      new LinkListener() {
        @Override
        public void registered() {
          seen.add("registered");
        }

        @Override
        public void heartbeated() {
          seen.add("heartbeated");
        }

        @Override
        public void told(String line) {
          seen.add("told " + line);
        }

        @Override
        public void lost(String why) {
          seen.add("lost");
        }
      };

  private static final class Nothing implements LinkServers {
    @Override
    public void garden(InputStream in, OutputStream out, Closeable connection) {}

    @Override
    public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {}
  }

  private SimulatedLink link(KeyPair key, LinkSettings settings) {
    LinkSettings own =
        new LinkSettings(
            settings.gateways(),
            key,
            settings.hostKey(),
            settings.connectLimit(),
            Duration.ofMillis(100),
            settings.silenceLimit(),
            PAUSE,
            Duration.ofSeconds(10));
    SimulatedLink link =
        new SimulatedLink(client, own, () -> "{\"name\":\"w\"}", new Nothing(), notes);
    links.add(link);
    link.start();
    return link;
  }

  private SimulatedLink link() {
    return link(TestKeys.GLOBAL, LinkSettings.of(rig.address(), TestKeys.GLOBAL));
  }

  private String next() throws InterruptedException {
    return Patience.next(seen);
  }

  private static int code(SimulatedLink link) throws Exception {
    return get(link.exited());
  }

  @ParameterizedTest
  @CsvSource({"STOP, 0", "FAIL, 1"})
  void anEndingWithAStatusEndsTheProcess(SessionEnd.Kind kind, int code) throws Exception {
    SimulatedLink link = link();
    RigRegistrations.Opened session = rig.registrations.next();
    session.link().registered();
    assertThat(next()).isEqualTo("registered");
    session.link().heartbeated();
    assertThat(next()).isEqualTo("heartbeated");
    session.link().end(SessionEnd.of(kind, WHY));
    assertThat(next()).isEqualTo("told landed");
    assertThat(code(link)).isEqualTo(code);
  }

  @Test
  void anEndingWithoutAStatusBringsItBack() throws Exception {
    SimulatedLink link = link();
    rig.registrations.next().link().end(SessionEnd.of(SessionEnd.Kind.RECONNECT, WHY));
    assertThat(next()).isEqualTo("told landed");
    assertThat(next()).isEqualTo("lost");
    RigRegistrations.Opened again = rig.registrations.next();
    assertThat(link.exited()).isNotDone();
    GatewayRig.awaitRegistered(link);
    link.cut();
    assertThat(get(again.link().gone())).isEqualTo(Gone.LOST);
    rig.registrations.next();
    assertThat(link.exited()).isNotDone();
  }

  @Test
  void aRefusedKeyIsTriedForEver() throws Exception {
    SimulatedLink link = link(TestKeys.STRANGER, LinkSettings.of(rig.address(), TestKeys.STRANGER));
    assertThat(next()).isEqualTo("lost");
    assertThat(next()).isEqualTo("lost");
    assertThat(link.exited()).isNotDone();
    assertThat(rig.registrations.isQuiet()).isTrue();
  }

  @Test
  void anotherHostKeyThanItsOwnIsRefused() throws Exception {
    LinkSettings any = LinkSettings.of(rig.address(), TestKeys.GLOBAL);
    LinkSettings wrong =
        new LinkSettings(
            any.gateways(),
            any.key(),
            TestKeys.STRANGER.getPublic(),
            any.connectLimit(),
            any.keepalive(),
            any.silenceLimit(),
            any.pause(),
            any.registerLimit());
    link(TestKeys.GLOBAL, wrong);
    assertThat(next()).isEqualTo("lost");
    assertThat(rig.registrations.isQuiet()).isTrue();
  }

  @Test
  void rebalancingMovesOnceTheNewRegistrationIsIn() throws Exception {
    SimulatedLink link = link();
    RigRegistrations.Opened before = rig.registrations.next();
    eventually().until(() -> link.registrations() == 1);
    rig.registrations.onOpen(session -> session.link().registered());
    assertThat(link.rebalance()).isTrue();
    assertThat(get(before.link().gone())).isEqualTo(Gone.LEFT);
    RigRegistrations.Opened after = rig.registrations.next();
    assertThat(after.link().gone()).isNotDone();
    eventually().until(() -> link.registrations() == 1);
    assertThat(link.exited()).isNotDone();
  }

  @Test
  void aFailedRebalanceCostsTheHealthyRegistration() throws Exception {
    SimulatedLink link = link();
    RigRegistrations.Opened before = rig.registrations.next();
    eventually().until(() -> link.registrations() == 1);
    rig.registrations.onOpen(
        session -> session.link().end(SessionEnd.of(SessionEnd.Kind.RECONNECT, WHY)));
    assertThat(link.rebalance()).isFalse();
    assertThat(get(before.link().gone())).isEqualTo(Gone.LEFT);
    rig.registrations.onOpen(session -> {});
    rig.registrations.next();
    assertThat(link.exited()).isNotDone();
  }

  @Test
  void landingKeepsItRunningUntilTheGatewayEndsIt() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    SimulatedLink link = link();
    RigRegistrations.Opened session = rig.registrations.next();
    CommandResult landed = get(link.land());
    assertThat(landed.endedWith(0)).isTrue();
    assertThat(rig.store.state("w")).contains(WorkerState.LANDING);
    assertThat(link.exited()).isNotDone();
    session.link().end(SessionEnd.of(SessionEnd.Kind.STOP, WHY));
    assertThat(code(link)).isZero();
  }

  @Test
  void aRefusedLandingEndsItAsAFailure() throws Exception {
    SimulatedLink link = link();
    rig.registrations.next();
    assertThat(get(link.land()).endedWith(1)).isTrue();
    assertThat(code(link)).isEqualTo(1);
  }

  @Test
  void stoppingAfterARetirementDeletesItself() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    SimulatedLink link = link();
    RigRegistrations.Opened session = rig.registrations.next();
    get(link.retire());
    link.stop();
    assertThat(get(session.link().gone())).isEqualTo(Gone.LEFT);
    assertThat(code(link)).isZero();
    assertThat(rig.store.state("w")).contains(WorkerState.RETIRED);
  }

  @Test
  void commandsRunOnConnectionsOfTheirOwn() throws Exception {
    SimulatedLink link = link();
    rig.registrations.next();
    assertThat(get(link.command("sweep-containers")).out()).isEqualTo("[]\n");
    assertThat(get(link.command("report-volumes a b")).endedWith(0)).isTrue();
    assertThat(rig.reports.remove().handles()).containsExactly("a", "b");
  }

  @Test
  void killingItIsALoss() throws Exception {
    SimulatedLink link = link();
    RigRegistrations.Opened session = rig.registrations.next();
    link.close();
    assertThat(get(session.link().gone())).isEqualTo(Gone.LOST);
  }

  @Test
  void manyIdleWorkersCostNoPlatformThreads() throws Exception {
    link();
    rig.registrations.next();
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 50; i++) {
      link();
    }
    for (int i = 0; i < 50; i++) {
      rig.registrations.next();
    }
    assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 15);
  }
}
