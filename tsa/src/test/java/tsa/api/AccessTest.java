package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/** Tokens, and what lists hold; who may do what is in {@link RolesTest}. */
class AccessTest {
  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private String as(String token, String method, String path) {
    return RawHttp.exchange(rig.port(), RawHttp.request(method, path, ApiRig.bearer(token)));
  }

  @Test
  void aListHasOnlyWhatItsReaderMaySee() {
    assertThat(RawHttp.body(as(ApiRig.VIEWER, "GET", "/api/v1/workers?all=true")))
        .contains("\"alpha\"", "\"bravo\"", "\"foxtrot\"")
        .doesNotContain("\"delta\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer wrong\r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: token-of-the-admin\r\n",
        "Authorization: Basic token-of-the-admin\r\n",
        "Authorization: Bearer token-of-the-admin x\r\n",
        "Authorization: Bearer  token-of-the-admin\r\n",
        "Authorization: Bearer token-of-the-admin\r\nAuthorization: Bearer wrong\r\n"
      })
  void aBadTokenIsRefusedAlsoWhereNoneIsNeeded(String header) {
    for (String path : List.of("/api/v1/info", "/api/v1/workers", "/api/v1/workers/alpha")) {
      String answer = RawHttp.exchange(rig.port(), RawHttp.request("GET", path, header));
      assertThat(RawHttp.status(answer)).as(path).isEqualTo(401);
      assertThat(RawHttp.body(answer)).isEqualTo("not authorized");
    }
  }

  @Test
  void withoutATokenOnlyInfoAndLivezAnswer() {
    assertThat(RawHttp.status(anonymous("GET", "/api/v1/info"))).isEqualTo(200);
    assertThat(RawHttp.status(anonymous("GET", "/livez"))).isEqualTo(200);
    assertThat(RawHttp.status(anonymous("GET", "/api/v1/workers"))).isEqualTo(401);
    assertThat(RawHttp.status(anonymous("PUT", "/api/v1/workers/alpha/prune"))).isEqualTo(401);
    assertThat(RawHttp.status(anonymous("DELETE", "/api/v1/workers/alpha"))).isEqualTo(401);
  }

  private String anonymous(String method, String path) {
    return RawHttp.exchange(rig.port(), RawHttp.request(method, path, ""));
  }

  @Test
  void theWordBearerMayBeWrittenAnyWay() {
    String header = "authorization: bEARER " + ApiRig.ADMIN + "\r\n";
    assertThat(
            RawHttp.status(
                RawHttp.exchange(rig.port(), RawHttp.request("GET", "/api/v1/workers", header))))
        .isEqualTo(200);
  }
}
