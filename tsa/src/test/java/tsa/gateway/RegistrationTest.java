package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.keys.AuthorizedKeys;
import tsa.gateway.keys.PublicKeyLine;
import tsa.gateway.settings.GatewayLimits;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.worker.ResourceType;

/** {@code forward-worker} from its first byte to each of its endings. */
class RegistrationTest {
  private static final String WORKER =
      """
      {"addr":"10.9.9.9:1","baggageclaim_url":"http://evil","state":"landed","name":"w",
       "TEAM":"a","Platform":"linux","tags":["x","","y"],"version":"2.5","start_time":1700000000,
       "ephemeral":true,"max_active_tasks":3,"certs_path":null,"http_proxy_url":"http://p",
       "resource_types":[{"type":"git","image":"/i","version":"1","privileged":true}],
       "unknown":{"a":[1,2,{"b":"}"}]}}
      """;
  private static final Reason WHY = Reason.of(ReasonCode.LANDED);

  @TempDir private Path folder;
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static Gone gone(RigRegistrations.Opened session) throws Exception {
    return get(session.link().gone());
  }

  @Test
  void aWorkerIsRegisteredAsItSaysOfItself() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      assertThat(session.registration().name().value()).isEqualTo("w");
      assertThat(session.registration().team()).isEqualTo("a");
      assertThat(session.registration().platform()).isEqualTo("linux");
      assertThat(session.registration().tags()).containsExactly("x", "y");
      assertThat(session.registration().version()).isEqualTo("2.5");
      assertThat(session.registration().ephemeral()).isTrue();
      assertThat(session.registration().maxActiveTasks()).isEqualTo(3);
      assertThat(session.registration().certsPath()).isNull();
      assertThat(session.registration().httpProxyUrl()).isEqualTo("http://p");
      assertThat(session.registration().resourceTypes())
          .containsExactly(new ResourceType("git", "/i", "1", true, false));
      assertThat(session.machine().startTime()).isEqualTo(1_700_000_000);
      assertThat(session.machine().keyFingerprint())
          .isEqualTo(AuthorizedKeys.fingerprint(PublicKeyLine.wire(TestKeys.TEAM_A.getPublic())));
    }
  }

  @Test
  void stdoutHoldsEventsAndStderrTheRest() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      session.link().tell("hello\nthere\u001b[1m");
      session.link().registered();
      session.link().heartbeated();
      session.link().end(SessionEnd.of(SessionEnd.Kind.STOP, WHY));
      assertThat(run.status()).isZero();
      assertThat(run.out()).isEqualTo("{\"event\":\"registered\"}\n{\"event\":\"heartbeated\"}\n");
      assertThat(run.err()).isEqualTo("hello there [1m\nlanded\n");
    }
  }

  @Test
  void aStrangerIsNotToldWhoseTheNameIs() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      Reason taken = Reason.of(ReasonCode.OTHER_TEAM, "owner", "team secret");
      rig.registrations.next().link().end(SessionEnd.of(SessionEnd.Kind.FAIL, taken));
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("the name belongs to a worker of another team\n");
    }
  }

  @Test
  void theFirstEndingCountsAndNothingFollowsIt() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      session.link().end(SessionEnd.of(SessionEnd.Kind.FAIL, WHY));
      session.link().end(SessionEnd.of(SessionEnd.Kind.STOP, WHY));
      session.link().heartbeated();
      session.link().tell("too late");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("landed\n");
      assertThat(run.out()).isEmpty();
      assertThat(gone(session)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RECONNECT", "HAND_OVER"})
  void aPassingEndingHasAReasonButNoStatus(SessionEnd.Kind kind) throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      rig.registrations.next().link().end(SessionEnd.of(kind, WHY));
      assertThat(run.status()).isNull();
      assertThat(run.err()).isEqualTo("landed\n");
      eventually().until(() -> !client.session.isOpen());
    }
  }

  @Test
  void aWorkerThatIsHandedOverMayEndItself() throws Exception {
    rig.close();
    rig =
        GatewayRig.start(
            folder,
            GatewayRig.limits(l ->
                l.with(
                    new GatewayLimits.DrainLimits(
                        l.drains().timeout(),
                        Duration.ofSeconds(60),
                        l.drains().closeWait(),
                        l.drains().stopWait()))));
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      session.link().end(SessionEnd.of(SessionEnd.Kind.HAND_OVER, WHY));
      run.signal("INT");
      assertThat(run.status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "whatever@example.com"})
  void anySignalLeavesInOrder(String signal) throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      run.signal(signal);
      assertThat(gone(session)).isEqualTo(Gone.LEFT);
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aSignalBeforeTheRegistrationPreventsIt() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run =
          client.begin("forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788");
      run.signal("INT");
      run.send(WORKER);
      assertThat(run.status()).isZero();
      assertThat(rig.registrations.isQuiet()).isTrue();
    }
  }

  @Test
  void closingTheChannelIsLeaving() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      run.channel.close(false);
      assertThat(gone(session)).isEqualTo(Gone.LEFT);
    }
  }

  @Test
  void sayingGoodbyeIsLeaving() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      client.session.disconnect(11, "disconnected by user");
      assertThat(gone(session)).isEqualTo(Gone.LEFT);
    }
  }

  @Test
  void aBrokenConnectionIsLost() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.register(WORKER);
      RigRegistrations.Opened session = rig.registrations.next();
      client.session.getIoSession().close(true);
      assertThat(gone(session)).isEqualTo(Gone.LOST);
      session.link().registered();
      session.link().end(SessionEnd.of(SessionEnd.Kind.STOP, WHY));
    }
  }

  @Test
  void fiveRegistrationsOfOneNameLiveSideBySide() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    List<RawClient.Run> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RawClient client = rig.client(TestKeys.TEAM_A);
      clients.add(client);
      runs.add(client.register(WORKER));
    }
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RigRegistrations.Opened session = rig.registrations.next();
      addresses.add(String.valueOf(session.link().address()));
      session.link().registered();
    }
    assertThat(addresses).doesNotHaveDuplicates();
    eventually()
        .untilAsserted(() -> assertThat(runs).allMatch(run -> run.out().contains("registered")));
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void aKeyOfATeamRegistersItsWorkersOnly() throws Exception {
    for (String worker : List.of("{\"name\":\"w\"}", "{\"name\":\"w\",\"team\":\"b\"}")) {
      try (RawClient client = rig.client(TestKeys.TEAM_A)) {
        RawClient.Run run = client.register(worker);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("authorized for team 'a', but the worker is");
      }
    }
    assertThat(rig.registrations.isQuiet()).isTrue();
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      client.register("{\"name\":\"w\",\"team\":\"b\"}");
      assertThat(rig.registrations.next().registration().team()).isEqualTo("b");
    }
  }

  @Test
  void missingForwardsAreWaitedForThenRefused() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.forward("0.0.0.0", 7777);
      RawClient.Run run =
          client.run("forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788", WORKER);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("1 of the 2 forwards");
    }
  }

  @Test
  void aForwardThatComesLateIsInTime() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.forward("0.0.0.0", 7777);
      client.run("forward-worker --garden=0.0.0.0:7777 -baggageclaim=0.0.0.0:7788", WORKER);
      client.forward("0.0.0.0", 7788);
      assertThat(rig.registrations.next().registration().name().value()).isEqualTo("w");
    }
  }

  @Test
  void otherForwardsThanTheNamedOnesAreRefused() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.forward("localhost", 7777);
      client.forward("0.0.0.0", 7788);
      RawClient.Run run =
          client.run("forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788", WORKER);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("no forward was asked for garden 0.0.0.0:7777");
    }
  }

  @Test
  void forwardsServeOneRegistrationOnly() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      client.register(WORKER);
      rig.registrations.next();
      RawClient.Run second =
          client.run("forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788", WORKER);
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err()).contains("in use already");
    }
  }

  @Test
  void aDefectBehindTheGatewayGetsNoStatus() throws Exception {
    rig.registrations.onOpen(session -> {
      throw new IllegalStateException("a defect");
    });
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register(WORKER);
      assertThat(run.status()).isNull();
      assertThat(run.err()).contains("passing trouble").doesNotContain("a defect");
    }
  }
}
