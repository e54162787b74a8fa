package tsa.api;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  private void pair(String file, String request) throws IOException {
    String answer = RawHttp.keepAlive(rig.port(), request).replaceFirst("Date: [^\r]*", "Date: *");
    Golden.check("fly/" + file + ".http", answer);
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
    pair("info", get("/api/v1/info"));
    pair("workers", get("/api/v1/workers"));
  }

  @Test
  void prune() throws IOException {
    pair("prune-running", put("/api/v1/workers/alpha/prune", ""));
    pair("prune-unknown", put("/api/v1/workers/nosuch/prune", ""));
    pair("prune-stalled", put("/api/v1/workers/bravo/prune", ""));
  }

  @Test
  void landOf82() throws IOException {
    pair("land-82", put("/api/v1/workers/alpha/land", ""));
    pair("land-82-again", put("/api/v1/workers/alpha/land", ""));
    pair("land-82-blank", put("/api/v1/workers/a%20b/land", ""));
    pair("land-82-percent", put("/api/v1/workers/a%252Fb/land", ""));
  }

  @Test
  void landOf83() throws IOException {
    pair("land-83-global", put("/api/v1/workers/alpha/land", LAND_83.formatted("")));
    pair("land-83-team", put("/api/v1/workers/bravo/land", LAND_83.formatted("main")));
    pair("land-83-other-team", put("/api/v1/workers/delta/land", LAND_83.formatted("main")));
    pair("land-83-unknown", put("/api/v1/workers/nosuch/land", LAND_83.formatted("")));
  }

  /** After a logout, fly sends the header with nothing behind it (fly sheet §3). */
  @Test
  void loggedOut() throws IOException {
    pair("logged-out", get("/api/v1/info").replace("Bearer token-of-the-admin", "Bearer"));
  }
}
