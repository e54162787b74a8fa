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

  private void golden(String file, String method, String path, String headers, String body) {
    String all = ApiRig.bearer(ApiRig.ADMIN) + headers;
    String answer =
        RawHttp.exchange(
            rig.port(),
            body.isEmpty()
                ? RawHttp.request(method, path, all)
                : RawHttp.request(method, path, all, body));
    String asked = method + " " + path + "\n" + headers.replace("\r\n", "\n") + body + "\n";
    Golden.check("api/" + file + ".http", asked + "\n" + readable(answer));
  }

  private void golden(String file, String method, String path) {
    golden(file, method, path, "", "");
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
    golden("info", "GET", "/api/v1/info");
  }

  @Test
  void livez() {
    golden("livez", "GET", "/livez");
  }

  @Test
  void lists() {
    golden("workers", "GET", "/api/v1/workers");
    golden("workers-all", "GET", "/api/v1/workers?all=true");
    golden("workers-filtered", "GET", "/api/v1/workers?state=stalled&team=main");
    golden("workers-bad-state", "GET", "/api/v1/workers?state=asleep");
  }

  @Test
  void fleet() {
    golden("fleet", "GET", "/api/v1/fleet");
    golden("metrics", "GET", "/metrics");
    golden("readyz", "GET", "/readyz");
    rig.problems("this gateway is stopping");
    golden("readyz-not", "GET", "/readyz");
  }

  @Test
  void details() {
    rig.registrations()
        .hold(
            new Registrations.Held(
                new WorkerName("alpha"), 12, false, "a deep check has to pass first"));
    golden("worker-running", "GET", "/api/v1/workers/alpha");
    golden("worker-stalled", "GET", "/api/v1/workers/bravo");
    golden("worker-retiring", "GET", "/api/v1/workers/charlie");
    golden("worker-failing", "GET", "/api/v1/workers/golf");
  }

  @Test
  void health() {
    golden("health-fit", "GET", "/api/v1/workers/alpha/health");
    golden("health-suspect", "GET", "/api/v1/workers/golf/health");
    golden("health-unknown", "GET", "/api/v1/workers/bravo/health");
    golden("health-unfit", "GET", "/api/v1/workers/charlie/health");
    golden("health-out-of-service", "GET", "/api/v1/workers/echo/health");
    golden("health-absent", "GET", "/api/v1/workers/nosuch/health");
  }

  @Test
  void history() {
    golden("events", "GET", "/api/v1/workers/charlie/events");
    golden("events-page", "GET", "/api/v1/workers/charlie/events?limit=1&before=9999");
    golden("events-of-a-forgotten-one", "GET", "/api/v1/workers/hotel/events");
    golden("events-of-all", "GET", "/api/v1/events?limit=2", JSON, "");
    golden("checks", "GET", "/api/v1/workers/golf/checks?limit=1");
    golden("checks-page", "GET", "/api/v1/workers/golf/checks?limit=1&before=2");
  }

  @Test
  void requests() {
    golden("land", "PUT", "/api/v1/workers/alpha/land");
    golden("land-again", "PUT", "/api/v1/workers/alpha/land", JSON, "");
    golden("land-refused", "PUT", "/api/v1/workers/charlie/land");
    golden("land-refused-problem", "PUT", "/api/v1/workers/charlie/land", PROBLEM, "");
    golden("land-other-team", "PUT", "/api/v1/workers/golf/land", "", "{\"team\":\"main\"}");
    golden("retire", "PUT", "/api/v1/workers/alpha/retire", JSON, "{\"reason\":\"too old\"}");
    golden("prune-running", "PUT", "/api/v1/workers/golf/prune");
    golden("prune-running-problem", "PUT", "/api/v1/workers/golf/prune", PROBLEM, "");
    golden("prune", "PUT", "/api/v1/workers/bravo/prune?reason=gone%20for%20good", JSON, "");
    golden("delete", "DELETE", "/api/v1/workers/golf?reason=fire", JSON, "");
  }

  @Test
  void cordons() {
    golden("cordon", "PUT", "/api/v1/workers/alpha/cordon?reason=noisy%20fan", JSON, "");
    golden("cordon-again", "PUT", "/api/v1/workers/alpha/cordon", JSON, "");
    golden("cordon-refused", "PUT", "/api/v1/workers/foxtrot/cordon", PROBLEM, "");
    golden("worker-cordoned", "GET", "/api/v1/workers/alpha");
    golden("uncordon", "PUT", "/api/v1/workers/alpha/uncordon", JSON, "");
    golden("uncordon-again", "PUT", "/api/v1/workers/alpha/uncordon", JSON, "");
  }

  @Test
  void dryRuns() {
    golden("prune-dry", "PUT", "/api/v1/workers/bravo/prune?dry_run=true", JSON, "");
    golden("prune-dry-refused", "PUT", "/api/v1/workers/golf/prune?dry_run=true", PROBLEM, "");
    assertThat(rig.admin("GET", "/api/v1/workers/bravo")).contains("\"state\":\"stalled\"");
  }

  @Test
  void deadlines() {
    golden("land-within", "PUT", "/api/v1/workers/alpha/land?within=600", JSON, "");
    golden("land-within-too-long", "PUT", "/api/v1/workers/golf/land?within=3601", PROBLEM, "");
    golden("land-within-what", "PUT", "/api/v1/workers/golf/land?within=soon", PROBLEM, "");
    golden("prune-within", "PUT", "/api/v1/workers/golf/prune?within=5", PROBLEM, "");
    assertThat(rig.admin("GET", "/api/v1/workers/alpha"))
        .contains("\"deadline\":\"2026-03-01T12:10:00Z\"");
  }

  @Test
  void checksNow() {
    rig.registrations().check("alpha", CompletableFuture.completedFuture(ApiRig.healthyCheck()));
    rig.registrations().check("golf", CompletableFuture.completedFuture(ApiRig.failingCheck()));
    golden("check-healthy", "PUT", "/api/v1/workers/alpha/check");
    golden("check-failing", "PUT", "/api/v1/workers/golf/check");
    golden("check-elsewhere", "PUT", "/api/v1/workers/charlie/check");
    golden("check-not-connected", "PUT", "/api/v1/workers/bravo/check", PROBLEM, "");
  }

  @Test
  void refusals() {
    golden("unknown-worker", "PUT", "/api/v1/workers/nosuch/prune");
    golden("unknown-worker-problem", "GET", "/api/v1/workers/nosuch", PROBLEM, "");
    golden("unknown-route", "GET", "/api/v1/pipelines");
    golden("wrong-method", "POST", "/api/v1/workers/alpha");
    golden("bad-json", "PUT", "/api/v1/workers/alpha/land", "", "{\"team\":");
    golden("bad-json-to-prune", "PUT", "/api/v1/workers/alpha/prune", "", "{\"team\":");
    golden("bad-limit", "GET", "/api/v1/workers/alpha/events?limit=0");
  }

  @Test
  void waitingWorker() {
    rig.registrations()
        .hold(
            new Registrations.Held(
                new WorkerName("newcomer"), 12, false, "a deep check has to pass first"));
    golden("unknown-but-waiting", "GET", "/api/v1/workers/newcomer");
  }

  @Test
  void storeTrouble() {
    rig.store().set(SwitchableStore.Mode.DOWN);
    golden("store-down", "GET", "/api/v1/workers");
    golden("store-down-problem", "GET", "/api/v1/workers/alpha", PROBLEM, "");
    golden("store-down-info", "GET", "/api/v1/info");
    rig.store().set(SwitchableStore.Mode.REFUSING);
    golden("store-refuses", "GET", "/api/v1/workers");
    rig.store().set(SwitchableStore.Mode.CONTENDED);
    golden("contended", "PUT", "/api/v1/workers/alpha/land");
  }
}
