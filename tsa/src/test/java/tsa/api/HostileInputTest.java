package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.api.http.ApiSettings;
import tsa.lifecycle.Reason;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/** Callers that send what no honest one would. */
class HostileInputTest {
  private static final ApiSettings.HttpLimits SMALL =
      new ApiSettings.HttpLimits(Duration.ofSeconds(10), 1000, 2000, 100, Duration.ofSeconds(10));

  private final ApiRig rig = new ApiRig(SMALL);

  @AfterEach
  void close() {
    rig.close();
  }

  private String admin(String method, String path, String headers, String body) {
    return RawHttp.exchange(
        rig.port(), RawHttp.request(method, path, ApiRig.bearer(ApiRig.ADMIN) + headers, body));
  }

  private void nothingChanged() {
    assertThat(RawHttp.body(rig.admin("GET", "/api/v1/workers/alpha")))
        .contains("\"state\":\"running\"");
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedUnread() {
    String request =
        RawHttp.request(
            "PUT",
            "/api/v1/workers/alpha/land",
            ApiRig.bearer(ApiRig.ADMIN) + "Content-Length: 999999999\r\n");
    String answer = RawHttp.exchange(rig.port(), request);
    assertThat(RawHttp.status(answer)).isEqualTo(413);
    assertThat(RawHttp.body(answer)).isEqualTo("the body is larger than 1000 bytes");
    nothingChanged();
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefused() {
    String chunk = "3e8\r\n" + " ".repeat(1000) + "\r\n";
    String request =
        RawHttp.request(
                "PUT",
                "/api/v1/workers/alpha/land",
                ApiRig.bearer(ApiRig.ADMIN) + "Transfer-Encoding: chunked\r\n")
            + chunk
            + chunk
            + "0\r\n\r\n";
    assertThat(RawHttp.status(RawHttp.exchange(rig.port(), request))).isEqualTo(413);
    nothingChanged();
  }

  @Test
  void aBodyAtTheLimitIsRead() {
    String body = " ".repeat(998) + "{}";
    assertThat(RawHttp.status(admin("PUT", "/api/v1/workers/alpha/land", "", body))).isEqualTo(200);
  }

  @Test
  void headersThatAreTooLargeAreRefused() {
    String answer =
        admin("PUT", "/api/v1/workers/alpha/land", "X-Long: " + "x".repeat(3000) + "\r\n", "");
    assertThat(RawHttp.status(answer)).isEqualTo(431);
    assertThat(RawHttp.body(answer)).isEqualTo("Request Header Fields Too Large");
    nothingChanged();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "7",
        "\"x\"",
        "{\"team\":{}}",
        "{\"team\":[\"main\"]}",
        "{}{}",
        "{\"team\":\"\",\"team\":\"main\"}",
        "{'team':'main'}",
        "{\"reson\":\"misspelt\"}",
        "{\"team\":\"\",\"Reason\":\"x\"}",
        "team=main"
      })
  void aBodyThatIsNotTheRightJsonIsRefused(String body) {
    String answer = admin("PUT", "/api/v1/workers/alpha/land", "", body);
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
    assertThat(RawHttp.body(answer)).isEqualTo("the body is not the JSON that is expected here");
    nothingChanged();
  }

  /** A misspelt dry run must not be none. */
  @ParameterizedTest
  @ValueSource(strings = {"dry-run=1", "dryrun", "a=1&b=2", "reason=x&Dry_Run=true", "%64ry-run"})
  void aParameterThatIsNotUnderstoodChangesNothing(String query) {
    for (String what : List.of("PUT /land", "PUT /prune", "PUT /cordon", "PUT /check", "DELETE ")) {
      String path = "/api/v1/workers/alpha" + what.substring(what.indexOf(' ') + 1) + "?" + query;
      String answer = rig.admin(what.substring(0, what.indexOf(' ')), path);
      assertThat(RawHttp.status(answer)).as("%s: %s", path, answer).isEqualTo(400);
      assertThat(RawHttp.body(answer)).contains("nothing was done");
    }
    nothingChanged();
  }

  /** fly repeats the path in the query (docs/protocol/fly.md#names-in-paths). */
  @Test
  void whatFlyRepeatsIsIgnored() {
    String path = "/api/v1/workers/alpha/land?:worker_name=bravo&reason=old";
    assertThat(RawHttp.status(rig.admin("PUT", path))).isEqualTo(200);
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/bravo/land?"))).isEqualTo(200);
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String body = "{\"x\":" + "[".repeat(900);
    assertThat(RawHttp.status(admin("PUT", "/api/v1/workers/alpha/land", "", body))).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "a%2Fb,404", "a%2fb,404", "..,404", "%2e%2e,404", "a%00b,400", "a%0Ab,404", "a%20b,404",
    "a+b,404", "a%3Fb,404", "%E2%80%AEevil,404", "%FF,400", "%C0%AF,400", "%zz,400", "%,400",
    "%4,400", "alpha;x=y,404", "alpha%3B,404",
  })
  void oddNamesAreUnknownOrRefused(String segment, int status) {
    String answer = rig.admin("GET", "/api/v1/workers/" + segment);
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
  }

  @Test
  void aPlusIsAPlusAndPercentEncodingIsUndone() {
    assertThat(RawHttp.body(rig.admin("GET", "/api/v1/workers/a+b"))).contains("worker 'a+b'");
    assertThat(RawHttp.status(rig.admin("GET", "/api/v1/workers/%61lpha"))).isEqualTo(200);
  }

  @Test
  void sqlInANameIsJustAName() {
    String answer = rig.admin("DELETE", "/api/v1/workers/alpha'%3BDROP-TABLE-workers--");
    assertThat(RawHttp.status(answer)).isEqualTo(404);
    assertThat(RawHttp.body(answer)).contains("alpha';DROP-TABLE-workers--");
    nothingChanged();
  }

  @Test
  void aNameThatIsTooLongIsUnknown() {
    String answer = rig.admin("GET", "/api/v1/workers/" + "n".repeat(256));
    assertThat(RawHttp.status(answer)).isEqualTo(404);
    assertThat(RawHttp.body(answer)).contains("256 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/v1/workers,GET",
    "HEAD,/api/v1/workers,GET",
    "OPTIONS,/api/v1/workers/alpha,'DELETE, GET'",
    "GET,/api/v1/workers/alpha/land,PUT",
    "DELETE,/api/v1/info,GET",
    "TRACE,/livez,GET",
    "BREW,/api/v1/workers/alpha/prune,PUT",
  })
  void otherMethodsAreNamedAndRefused(String method, String path, String allowed) {
    String answer = rig.admin(method, path);
    assertThat(RawHttp.status(answer)).isEqualTo(405);
    assertThat(answer).contains("\r\nAllow: " + allowed + "\r\n");
    nothingChanged();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/workers/",
        "/api/v1/workers//land",
        "/api/v1//workers",
        "/API/v1/workers",
        "/api/v1/workers/alpha/land/",
        "/api/v1/../../etc/passwd",
        "//api/v1/workers"
      })
  void otherPathsAreUnknown(String path) {
    assertThat(RawHttp.status(rig.admin("PUT", path))).isEqualTo(404);
  }

  @Test
  void aNameInTheQueryDoesNotCount() {
    String answer = rig.admin("PUT", "/api/v1/workers/nosuch/land?:worker_name=alpha");
    assertThat(RawHttp.status(answer)).isEqualTo(404);
    nothingChanged();
  }

  @Test
  void aQueryThatIsNotUtf8IsRefused() {
    assertThat(RawHttp.status(rig.admin("GET", "/api/v1/workers?all=%FF%zz"))).isEqualTo(400);
  }

  @Test
  void whatIsNotHttpIsRefusedInAWord() {
    String answer = RawHttp.exchange(rig.port(), "\u0016\u0003\u0001 hello\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("Exception").doesNotContain("<");
  }

  @Test
  void aReasonIsOneLineAndNotEndless() {
    admin("PUT", "/api/v1/workers/alpha/land?reason=a%0Ab%1B%5B31m" + "x".repeat(600), "", "");
    Reason reason = rig.history().all().getLast().reason();
    assertThat(reason.details().get("why"))
        .startsWith("a b [31mxxx")
        .hasSizeLessThanOrEqualTo(Reason.MAX_DETAIL);
  }

  @Test
  void whatACheckDoesNotKnowIsRefusedToo() {
    String answer = admin("PUT", "/api/v1/workers/alpha/check", "", "{\"thorough\":true}");
    assertThat(RawHttp.status(answer)).isEqualTo(400);
  }

  private String login(String path, String headers, String body) {
    return RawHttp.exchange(rig.port(), RawHttp.request("POST", path, headers, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain|grant_type=password|400|invalid_request",
        "application/json|{}|400|invalid_request",
        "application/x-www-form-urlencoded|grant_type=%zz|400|invalid_request",
        "application/x-www-form-urlencoded|grant_type=%FF|400|invalid_request",
        "application/x-www-form-urlencoded|''|400|unsupported_grant_type",
        "application/x-www-form-urlencoded|grant_type=refresh_token|400|unsupported_grant_type",
        "application/x-www-form-urlencoded|grant_type=password&username=test|401|invalid_client",
        "application/x-www-form-urlencoded; charset=utf-8|grant_type=x|400|unsupported_grant_type",
      })
  void aLoginThatIsNoneGetsAnErrorOfOauth(String type, String body, int status, String error) {
    String answer = login("/sky/issuer/token", "Content-Type: " + type + "\r\n", body);
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
    assertThat(answer).contains("\r\nContent-Type: application/json\r\n");
    assertThat(RawHttp.body(answer)).startsWith("{\"error\":\"" + error + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic\r\n",
        "Authorization: Basic !!!\r\n",
        "Authorization: Basic Zmx5OlpteDU= x\r\n",
        "Authorization: Basic Zmx5OlpteDU=\r\nAuthorization: Basic Zmx5OlpteDU=\r\n",
        "Authorization: Bearer token-of-the-admin\r\n"
      })
  void aClientThatIsNotFlyIsRefused(String header) {
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    String answer =
        login(
            "/sky/issuer/token", header + form, "grant_type=password&username=test&password=test");
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(401);
    assertThat(RawHttp.body(answer)).contains("\"invalid_client\"");
  }

  @Test
  void aLongNameAndPasswordAreJustWrong() {
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    String body =
        "client_id=fly&client_secret=Zmx5&grant_type=password&username=%s&password=%s"
            .formatted("n%00%0A".repeat(50), "p".repeat(500));
    String answer = login("/sky/issuer/token", form, body);
    assertThat(RawHttp.status(answer)).isEqualTo(401);
    assertThat(RawHttp.body(answer)).contains("Invalid username or password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Cookie: \r\n",
        "Cookie: skymarshal_auth\r\n",
        "Cookie: skymarshal_auth=\r\n",
        "Cookie: skymarshal_auth=\"\"\r\n",
        "Cookie: skymarshal_auth=\"bearer \"\r\n",
        "Cookie: skymarshal_auth=\"bearer x y\"\r\n",
        "Cookie: xskymarshal_auth=bearer x\r\n",
      })
  void aLogoutWithoutATokenIsRefused(String header) {
    String answer = RawHttp.exchange(rig.port(), RawHttp.request("GET", "/sky/logout", header));
    assertThat(RawHttp.status(answer)).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cookie: skymarshal_auth=\"Bearer x\"\r\n",
        "Cookie: skymarshal_auth=Bearer x\r\n",
        "Cookie: a=b; skymarshal_auth=bearer x; c=d\r\n",
        "Cookie: a=b\r\nCookie: skymarshal_auth=\"bearer x\"\r\n",
      })
  void aLogoutOfATokenThatIsNotValidSucceeds(String header) {
    String answer = RawHttp.exchange(rig.port(), RawHttp.request("GET", "/sky/logout", header));
    assertThat(RawHttp.status(answer)).isEqualTo(200);
  }
}
