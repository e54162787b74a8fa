package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/** Who may do what (fly sheet §8). */
class AccessTest {
  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private String as(String token, String method, String path) {
    return RawHttp.exchange(rig.port(), RawHttp.request(method, path, ApiRig.bearer(token)));
  }

  @ParameterizedTest
  @CsvSource({
    // what, admin, member of main and team-b, viewer of main, outsider
    "GET,/api/v1/info,200,200,200,200",
    "GET,/api/v1/workers,200,200,200,403",
    "GET,/api/v1/workers?all=true,200,200,200,403",
    "GET,/api/v1/fleet,200,200,200,403",
    "GET,/metrics,200,403,403,403",
    "GET,/readyz,200,200,200,200",
    "GET,/api/v1/workers/alpha/health,200,200,200,503",
    "GET,/api/v1/workers/delta/health,503,503,503,503",
    "GET,/api/v1/workers/alpha,200,200,200,403",
    "GET,/api/v1/workers/bravo,200,200,200,403",
    "GET,/api/v1/workers/delta,200,200,403,403",
    "GET,/api/v1/workers/delta/events,200,200,403,403",
    "GET,/api/v1/workers/delta/checks,200,200,403,403",
    "GET,/api/v1/workers/hotel/events,200,404,404,404",
    "PUT,/api/v1/workers/nosuch/land,404,404,404,404",
    "PUT,/api/v1/workers/golf/land,200,403,403,403",
    "PUT,/api/v1/workers/golf/check,409,403,403,403",
    "PUT,/api/v1/workers/bravo/land,200,200,403,403",
    "PUT,/api/v1/workers/bravo/retire,200,200,403,403",
    "PUT,/api/v1/workers/bravo/prune,200,200,403,403",
    "PUT,/api/v1/workers/bravo/check,409,409,403,403",
    "DELETE,/api/v1/workers/bravo,200,403,403,403",
  })
  void everyoneGetsTheirOwn(
      String method, String path, int admin, int member, int viewer, int outsider) {
    assertThat(RawHttp.status(as(ApiRig.OUTSIDER, method, path))).isEqualTo(outsider);
    assertThat(RawHttp.status(as(ApiRig.VIEWER, method, path))).isEqualTo(viewer);
    assertThat(RawHttp.status(as(ApiRig.MEMBER, method, path))).isEqualTo(member);
    try (ApiRig fresh = new ApiRig()) {
      assertThat(RawHttp.status(fresh.admin(method, path))).isEqualTo(admin);
    }
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
