package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tsa.control.Registrations;
import tsa.testing.ApiRig;
import tsa.testing.Golden;
import tsa.testing.RawHttp;
import tsa.testing.SwitchableStore;
import tsa.worker.WorkerName;

/** The whole answer of every route, held against golden files. */
class RoutesGoldenTest {
  private static final String PROBLEM = "Accept: application/problem+json\r\n";
  private static final String JSON = "Accept: application/json\r\n";
  private static final JsonMapper JSON_MAPPER = new JsonMapper();

  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertGolden(String file, String method, String path, String headers, String body) {
    String all = ApiRig.bearer(ApiRig.ADMIN) + headers;
    String answer =
        RawHttp.exchange(
            rig.port(),
            body.isEmpty()
                ? RawHttp.request(method, path, all)
                : RawHttp.request(method, path, all, body));
    String asked = method + " " + path + "\n" + headers.replace("\r\n", "\n") + body + "\n";
    Golden.assertMatches("api/" + file + ".http", asked + "\n" + readable(answer));
  }

  private void assertGolden(String file, String method, String path) {
    assertGolden(file, method, path, "", "");
  }

  /** The answer with line breaks in its JSON, and without what changes from run to run. */
  private static String readable(String answer) {
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    String body = RawHttp.body(answer);
    String shown = body;
    if (head.contains("json")) {
      shown =
          JSON_MAPPER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(JSON_MAPPER.readTree(body));
    }
    return head.replace("\r\n", "\n").replaceFirst("Date: .*", "Date: *") + "\n\n" + shown + "\n";
  }

  @Test
  void info() {
    assertGolden("info", "GET", "/api/v1/info");
  }

  @Test
  void livez() {
    assertGolden("livez", "GET", "/livez");
  }

  @Test
  void lists() {
    assertGolden("workers", "GET", "/api/v1/workers");
    assertGolden("workers-all", "GET", "/api/v1/workers?all=true");
    assertGolden("workers-filtered", "GET", "/api/v1/workers?state=stalled&team=main");
    assertGolden("workers-bad-state", "GET", "/api/v1/workers?state=asleep");
  }

  @Test
  void fleet() {
    assertGolden("fleet", "GET", "/api/v1/fleet");
    assertGolden("metrics", "GET", "/metrics");
    assertGolden("readyz", "GET", "/readyz");
    rig.problems("this gateway is stopping");
    assertGolden("readyz-not", "GET", "/readyz");
  }

  @Test
  void details() {
    rig.registrations()
        .hold(
            new Registrations.Held(
                new WorkerName("alpha"), 12, false, "a deep check has to pass first"));
    assertGolden("worker-running", "GET", "/api/v1/workers/alpha");
    assertGolden("worker-stalled", "GET", "/api/v1/workers/bravo");
    assertGolden("worker-retiring", "GET", "/api/v1/workers/charlie");
    assertGolden("worker-failing", "GET", "/api/v1/workers/golf");
  }

  @Test
  void health() {
    assertGolden("health-fit", "GET", "/api/v1/workers/alpha/health");
    assertGolden("health-suspect", "GET", "/api/v1/workers/golf/health");
    assertGolden("health-unknown", "GET", "/api/v1/workers/bravo/health");
    assertGolden("health-unfit", "GET", "/api/v1/workers/charlie/health");
    assertGolden("health-out-of-service", "GET", "/api/v1/workers/echo/health");
    assertGolden("health-absent", "GET", "/api/v1/workers/nosuch/health");
  }

  @Test
  void history() {
    assertGolden("events", "GET", "/api/v1/workers/charlie/events");
    assertGolden("events-page", "GET", "/api/v1/workers/charlie/events?limit=1&before=9999");
    assertGolden("events-of-a-forgotten-one", "GET", "/api/v1/workers/hotel/events");
    assertGolden("events-of-all", "GET", "/api/v1/events?limit=2", JSON, "");
    assertGolden("checks", "GET", "/api/v1/workers/golf/checks?limit=1");
    assertGolden("checks-page", "GET", "/api/v1/workers/golf/checks?limit=1&before=2");
  }

  @Test
  void requests() {
    assertGolden("land", "PUT", "/api/v1/workers/alpha/land");
    assertGolden("land-again", "PUT", "/api/v1/workers/alpha/land", JSON, "");
    assertGolden("land-refused", "PUT", "/api/v1/workers/charlie/land");
    assertGolden("land-refused-problem", "PUT", "/api/v1/workers/charlie/land", PROBLEM, "");
    assertGolden("land-other-team", "PUT", "/api/v1/workers/golf/land", "", "{\"team\":\"main\"}");
    assertGolden("retire", "PUT", "/api/v1/workers/alpha/retire", JSON, "{\"reason\":\"too old\"}");
    assertGolden("prune-running", "PUT", "/api/v1/workers/golf/prune");
    assertGolden("prune-running-problem", "PUT", "/api/v1/workers/golf/prune", PROBLEM, "");
    assertGolden("prune", "PUT", "/api/v1/workers/bravo/prune?reason=gone%20for%20good", JSON, "");
    assertGolden("delete", "DELETE", "/api/v1/workers/golf?reason=fire", JSON, "");
  }

  @Test
  void cordons() {
    assertGolden("cordon", "PUT", "/api/v1/workers/alpha/cordon?reason=noisy%20fan", JSON, "");
    assertGolden("cordon-again", "PUT", "/api/v1/workers/alpha/cordon", JSON, "");
    assertGolden("cordon-refused", "PUT", "/api/v1/workers/foxtrot/cordon", PROBLEM, "");
    assertGolden("worker-cordoned", "GET", "/api/v1/workers/alpha");
    assertGolden("uncordon", "PUT", "/api/v1/workers/alpha/uncordon", JSON, "");
    assertGolden("uncordon-again", "PUT", "/api/v1/workers/alpha/uncordon", JSON, "");
  }

  @Test
  void dryRuns() {
    assertGolden("prune-dry", "PUT", "/api/v1/workers/bravo/prune?dry_run=true", JSON, "");
    assertGolden(
        "prune-dry-refused", "PUT", "/api/v1/workers/golf/prune?dry_run=true", PROBLEM, "");
    assertThat(rig.admin("GET", "/api/v1/workers/bravo")).contains("\"state\":\"stalled\"");
  }

  @Test
  void deadlines() {
    assertGolden("land-within", "PUT", "/api/v1/workers/alpha/land?within=600", JSON, "");
    assertGolden(
        "land-within-too-long", "PUT", "/api/v1/workers/golf/land?within=3601", PROBLEM, "");
    assertGolden("land-within-what", "PUT", "/api/v1/workers/golf/land?within=soon", PROBLEM, "");
    assertGolden("prune-within", "PUT", "/api/v1/workers/golf/prune?within=5", PROBLEM, "");
    assertThat(rig.admin("GET", "/api/v1/workers/alpha"))
        .contains("\"deadline\":\"2026-03-01T12:10:00Z\"");
  }

  @Test
  void checksNow() {
    rig.registrations().check("alpha", CompletableFuture.completedFuture(ApiRig.healthyCheck()));
    rig.registrations().check("golf", CompletableFuture.completedFuture(ApiRig.failingCheck()));
    assertGolden("check-healthy", "PUT", "/api/v1/workers/alpha/check");
    assertGolden("check-failing", "PUT", "/api/v1/workers/golf/check");
    assertGolden("check-elsewhere", "PUT", "/api/v1/workers/charlie/check");
    assertGolden("check-not-connected", "PUT", "/api/v1/workers/bravo/check", PROBLEM, "");
  }

  @Test
  void refusals() {
    assertGolden("unknown-worker", "PUT", "/api/v1/workers/nosuch/prune");
    assertGolden("unknown-worker-problem", "GET", "/api/v1/workers/nosuch", PROBLEM, "");
    assertGolden("unknown-route", "GET", "/api/v1/pipelines");
    assertGolden("wrong-method", "POST", "/api/v1/workers/alpha");
    assertGolden("bad-json", "PUT", "/api/v1/workers/alpha/land", "", "{\"team\":");
    assertGolden("bad-json-to-prune", "PUT", "/api/v1/workers/alpha/prune", "", "{\"team\":");
    assertGolden("bad-limit", "GET", "/api/v1/workers/alpha/events?limit=0");
  }

  @Test
  void waitingWorker() {
    rig.registrations()
        .hold(
            new Registrations.Held(
                new WorkerName("newcomer"), 12, false, "a deep check has to pass first"));
    assertGolden("unknown-but-waiting", "GET", "/api/v1/workers/newcomer");
  }

  @Test
  void storeTrouble() {
    rig.store().set(SwitchableStore.Mode.DOWN);
    assertGolden("store-down", "GET", "/api/v1/workers");
    assertGolden("store-down-problem", "GET", "/api/v1/workers/alpha", PROBLEM, "");
    assertGolden("store-down-info", "GET", "/api/v1/info");
    rig.store().set(SwitchableStore.Mode.REFUSING);
    assertGolden("store-refuses", "GET", "/api/v1/workers");
    rig.store().set(SwitchableStore.Mode.CONTENDED);
    assertGolden("contended", "PUT", "/api/v1/workers/alpha/land");
  }
}
