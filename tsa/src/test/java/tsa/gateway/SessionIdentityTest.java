package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session is who it proved to be, not who it asked about (B11). */
class SessionIdentityTest {
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

  /** The public half is accepted when it is offered, and then cannot be proven. */
  private static KeyPair unproven(KeyPair offered) {
    return new KeyPair(offered.getPublic(), TestKeys.STRANGER.getPrivate());
  }

  @Test
  void anOfferedTeamKeyDoesNotLimitAProvenGlobalOne() throws Exception {
    try (RawClient client =
        RawClient.connect(rig.address(), unproven(TestKeys.TEAM_A), TestKeys.GLOBAL)) {
      client.register("{\"name\":\"w\",\"team\":\"b\"}");
      assertThat(rig.registrations.next().registration().team()).isEqualTo("b");
    }
  }

  @Test
  void anOfferedGlobalKeyDoesNotFreeAProvenTeamKey() throws Exception {
    try (RawClient client =
        RawClient.connect(rig.address(), unproven(TestKeys.GLOBAL), TestKeys.TEAM_A)) {
      RawClient.Run run = client.register("{\"name\":\"w\",\"team\":\"b\"}");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("team 'a'");
    }
  }

  @Test
  void anOfferedKeyAloneOpensNothing() {
    assertThatThrownBy(() -> RawClient.connect(rig.address(), unproven(TestKeys.GLOBAL)))
        .isInstanceOf(IOException.class);
  }
}
