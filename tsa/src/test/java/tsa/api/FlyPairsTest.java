package tsa.api;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tsa.testing.ApiRig;
import tsa.testing.Golden;
import tsa.testing.RawHttp;

/**
 * What fly 8.2.5 and 8.3.0 were seen to send, byte for byte, and what they get for it. Golden files
 * hold the answers as they stand on the wire.
 */
class FlyPairsTest {
  private static final String COMMON = "Host: 127.0.0.1:8080\r\nUser-Agent: Go-http-client/1.1\r\n";
  private static final String TOKEN = ApiRig.bearer(ApiRig.ADMIN);
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String BASIC = "Authorization: Basic Zmx5OlpteDU=\r\n";
  private static final String CLIENT = "client_id=fly&client_secret=Zmx5&";
  private static final String END = "Accept-Encoding: gzip\r\n\r\n";
  private static final String LAND_83 =
      "{\"addr\":\"\",\"baggageclaim_url\":\"\",\"active_containers\":0,\"active_volumes\":0,"
          + "\"active_tasks\":0,\"max_active_tasks\":0,\"resource_types\":null,\"platform\":\"\","
          + "\"tags\":null,\"team\":\"%s\",\"name\":\"\",\"version\":\"\",\"start_time\":0,"
          + "\"ephemeral\":false,\"state\":\"\"}";

  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertPair(String file, String request) throws IOException {
    assertAnswer(file, RawHttp.keepAlive(rig.port(), request));
  }

  private static void assertAnswer(String file, String answer) {
    String lasting =
        answer
            .replaceFirst("Date: [^\r]*", "Date: *")
            .replaceFirst("\"access_token\":\"[A-Za-z0-9+/]{38}\"", "\"access_token\":\"*\"");
    Golden.assertMatches("fly/" + file + ".http", lasting);
  }

  private static String login(String authorization, String form) {
    return "POST /sky/issuer/token HTTP/1.1\r\n"
        + COMMON
        + "Content-Length: "
        + form.length()
        + "\r\n"
        + authorization
        + "Content-Type: application/x-www-form-urlencoded\r\n"
        + END
        + form;
  }

  private static String password(String user, String password) {
    return "grant_type=password&password=%s&scope=openid+profile+email+federated%%3Aid+groups&username=%s"
        .formatted(password, user);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\n" + COMMON + TOKEN + END;
  }

  private static String put(String path, String body) {
    return "PUT "
        + path
        + " HTTP/1.1\r\n"
        + COMMON
        + "Content-Length: "
        + body.length()
        + "\r\n"
        + TOKEN
        + JSON
        + END
        + body;
  }

  @Test
  void infoAndList() throws IOException {
    assertPair("info", get("/api/v1/info"));
    assertPair("workers", get("/api/v1/workers"));
  }

  @Test
  void prune() throws IOException {
    assertPair("prune-running", put("/api/v1/workers/alpha/prune", ""));
    assertPair("prune-unknown", put("/api/v1/workers/nosuch/prune", ""));
    assertPair("prune-stalled", put("/api/v1/workers/bravo/prune", ""));
  }

  @Test
  void landOf82() throws IOException {
    assertPair("land-82", put("/api/v1/workers/alpha/land", ""));
    assertPair("land-82-again", put("/api/v1/workers/alpha/land", ""));
    assertPair("land-82-blank", put("/api/v1/workers/a%20b/land", ""));
    assertPair("land-82-percent", put("/api/v1/workers/a%252Fb/land", ""));
  }

  @Test
  void landOf83() throws IOException {
    assertPair("land-83-global", put("/api/v1/workers/alpha/land", LAND_83.formatted("")));
    assertPair("land-83-team", put("/api/v1/workers/bravo/land", LAND_83.formatted("main")));
    assertPair("land-83-other-team", put("/api/v1/workers/delta/land", LAND_83.formatted("main")));
    assertPair("land-83-unknown", put("/api/v1/workers/nosuch/land", LAND_83.formatted("")));
  }

  /** After a logout, fly sends the header with nothing behind it (docs/protocol/fly.md#login). */
  @Test
  void loggedOut() throws IOException {
    assertPair("logged-out", get("/api/v1/info").replace("Bearer token-of-the-admin", "Bearer"));
  }

  @Test
  void login() throws IOException {
    assertPair("login", login(BASIC, password("test", "test")));
    assertPair("login-client-in-form", login("", CLIENT + password("test", "test")));
    assertPair("login-wrong", login(BASIC, password("test", "te+st")));
    assertPair("login-wrong-again", login("", CLIENT + password("test", "te+st")));
    assertPair("login-unknown-user", login(BASIC, password("nobody", "test")));
    assertPair(
        "login-other-client", login(BASIC.replace("OlpteDU", "Om5vcGU"), password("test", "test")));
    assertPair("login-no-client", login("", password("test", "test")));
    assertPair(
        "login-client-credentials", login(BASIC, "grant_type=client_credentials&scope=openid"));
    assertPair("login-no-grant", login(BASIC, "x=y"));
  }

  @Test
  void whoIsWho() throws IOException {
    String admin = "Bearer " + token("test");
    String other = "Bearer " + token("mary");
    String nobody = "Bearer " + token("otto");
    assertPair("user-admin", get("/api/v1/user", admin));
    assertPair("user-member", get("/api/v1/user", other));
    assertPair("user-without-role", get("/api/v1/user", nobody));
    assertPair("user-admin-token", get("/api/v1/user"));
    assertPair("teams-admin", get("/api/v1/teams", admin));
    assertPair("teams-without-role", get("/api/v1/teams", nobody));
  }

  @Test
  void logout() throws IOException {
    String token = token("test");
    assertPair("logout", logout("\"bearer " + token + "\""));
    assertPair("logged-out-token", get("/api/v1/user", "Bearer " + token));
    assertPair("logout-again", logout("bearer " + token));
    assertPair("logout-no-token", logout("junk"));
    assertPair("logout-no-cookie", logout("").replaceFirst("Cookie: [^\r]*\r\n", ""));
  }

  private static String get(String path, String authorization) {
    return get(path).replace("Bearer token-of-the-admin", authorization);
  }

  private static String logout(String value) {
    return "GET /sky/logout HTTP/1.1\r\n"
        + COMMON
        + "Cookie: skymarshal_auth="
        + value
        + "\r\n"
        + END;
  }

  private String token(String user) throws IOException {
    String answer = RawHttp.keepAlive(rig.port(), login(BASIC, password(user, user)));
    return new JsonMapper().readTree(RawHttp.body(answer)).path("access_token").asString();
  }
}
