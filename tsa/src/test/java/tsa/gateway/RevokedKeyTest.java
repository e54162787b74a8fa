package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.settings.GatewayLimits;
import tsa.testing.Patience;

/** What becomes of connections whose key is removed, expires or changes while they live. */
class RevokedKeyTest {
  private static final Duration LIMIT = Patience.LIMIT;
  private static final String LINE = TestKeys.line(TestKeys.GLOBAL) + "\n";

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

  /** Written as careful tools do: beside, and renamed into place. */
  private void keys(String text) throws IOException {
    Path draft = Files.writeString(folder.resolve("draft"), text);
    Files.move(draft, rig.globalKeys, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void aRemovedKeyEndsItsRegistrationAtOnceWithTheReasonAndNoStatus() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL);
        RawClient other = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run run = client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      int port = port(session);
      keys("# nobody\n");
      assertThat(get(session.link().gone())).isEqualTo(Gone.REVOKED);
      assertThat(run.status()).isNull();
      assertThat(run.err()).contains("the key was removed from the authorized keys");
      eventually().until(() -> !client.session.isOpen());
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> rig.client(TestKeys.GLOBAL)).isInstanceOf(IOException.class);
      assertThat(other.session.isOpen()).isTrue();
    }
  }

  private static int port(RigRegistrations.Opened session) {
    String address = session.link().address().garden();
    return GatewayRig.port(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restrict ",
        "worker-names=\"other\" ",
        "expiry-time=\"20200101Z\" ",
      })
  void aKeyWithOtherRightsMustLogInAgain(String options) throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      keys(options + LINE);
      assertThat(get(session.link().gone())).isEqualTo(Gone.REVOKED);
      assertThat(run.status()).isNull();
    }
  }

  @Test
  void aConnectionWithoutACommandIsCutToo() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      keys("");
      eventually().until(() -> !client.session.isOpen());
    }
  }

  @Test
  void anExpiringKeyEndsItsRegistration() throws Exception {
    keys("expiry-time=\"20261122130000Z\" " + LINE);
    rig.gateway.reloadKeys();
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      assertThat(session.link().gone()).isNotDone();
      rig.clock.advance(Duration.ofHours(1));
      assertThat(get(session.link().gone())).isEqualTo(Gone.REVOKED);
      assertThat(run.status()).isNull();
      assertThat(run.err()).contains("the key has expired");
    }
  }

  @Test
  void keysThatCannotBeReadChangeNothing() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      keys("rubbish\n");
      assertThatThrownBy(rig.gateway::reloadKeys).hasMessageContaining("rubbish");
      rig.gateway.reloadKeysIfPossible();
      rig.client(TestKeys.GLOBAL).close();
      assertThat(session.link().gone()).isNotDone();
      assertThat(run.isOver()).isFalse();
    }
  }

  @Test
  void oneKeyHasSoManyConnections() throws Exception {
    rig.close();
    rig =
        GatewayRig.start(
            folder,
            GatewayRig.limits(l ->
                l.with(
                    new GatewayLimits.LoginLimits(
                        LIMIT, 100, 0, 200, 100, 100, 2, Duration.ofSeconds(1)))));
    try (RawClient one = rig.client(TestKeys.GLOBAL);
        RawClient two = rig.client(TestKeys.GLOBAL)) {
      try (RawClient three = rig.client(TestKeys.GLOBAL)) {
        eventually().until(() -> !three.session.isOpen());
      } catch (IOException refusedEarlier) {
        assertThat(refusedEarlier).hasMessageContaining("too many");
      }
      rig.client(TestKeys.TEAM_A).close();
      two.close();
      assertThat(one.session.isOpen()).isTrue();
      eventually()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> {
            try (RawClient again = rig.client(TestKeys.GLOBAL)) {
              return again.run("sweep-volumes", "{\"name\":\"w\"}").status() == 0;
            }
          });
    }
  }
}
