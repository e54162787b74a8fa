package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.Ticker;
import tsa.serve.Wiring;

/**
 * Prints how long the list of 10,000 workers takes, from the request to the last byte, with the
 * whole service and its own Postgres beside it. Its name keeps it out of the ordinary tests; {@code
 * docs/operations.md} has the command.
 */
class ListBenchmark {
  private static final int WORKERS = 10_000;
  private static final int TIMES = 15;

  private static final String FILL =
      """
      insert into workers (name, revision, state, since, reason, reason_code, incarnation,
        admitted_at, drain_requested_at, drain_deadline, key_fingerprint, registration, platform, tags, version, start_time, ephemeral)
      select 'worker-' || i, 1, 'landed', now(),
        '{"code": "drained", "details": {}}', 'drained', i,
        now(), now(), now(), 'SHA256:key', (select jsonb_build_object('resource_types', jsonb_agg(
          jsonb_build_object('type', 'type-' || t, 'image', '/images/type-' || t, 'version', '1.2.3',
            'privileged', false, 'unique_version_history', false)))
          from generate_series(1, 15) t),
        'linux', '{big,ssd}', '2.5', 1000, false
      from generate_series(1, %d) i
      """
          .formatted(WORKERS);

  /** So that the passes over the fleet come as seldom as in service. */
  private static final List<String> USUAL =
      List.of("--tsa-heartbeat-interval=30s", "--heartbeat-timeout=10s", "--stall-after=60s");

  private static final String HEARTBEATS =
      "insert into heartbeats (worker, incarnation, heartbeat_at, active_containers,"
          + " active_volumes, check_objects) select name, incarnation, now(), 40, 200, 0 from"
          + " workers";

  @TempDir Path folder;

  private final Ticker ticker = Wiring.ticker();
  private final PrintStream out = System.out;

  @Test
  void theListOfAllWorkers() throws Exception {
    try (ServiceRig rig = ServiceRig.start(folder, USUAL.toArray(String[]::new))) {
      assertThat(rig.rows().change(FILL)).isEqualTo(WORKERS);
      assertThat(rig.rows().change(HEARTBEATS)).isEqualTo(WORKERS);
      print(rig, "fly's list", "/api/v1/workers");
      print(rig, "our own list", "/api/v1/workers?all=true");
      print(rig, "ours, filtered to one", "/api/v1/workers?state=running");
      print(rig, "the fleet", "/api/v1/fleet");
      print(rig, "all metrics", "/metrics");
      print(rig, "one worker", "/api/v1/workers/worker-5000");
    }
  }

  private void print(ServiceRig rig, String what, String path) throws Exception {
    long[] nanos = new long[TIMES];
    int bytes = 0;
    for (int i = -5; i < TIMES; i++) {
      long begun = ticker.nanos();
      HttpResponse<String> answer = rig.rest().get(path);
      long took = ticker.nanos() - begun;
      assertThat(answer.statusCode()).isEqualTo(200);
      bytes = answer.body().length();
      if (i >= 0) {
        nanos[i] = took;
      }
    }
    Arrays.sort(nanos);
    out.printf(
        "%-22s of %,d workers: %,d ms (median), %,d ms (slowest of %d), %,d KB%n",
        what,
        WORKERS,
        Duration.ofNanos(nanos[TIMES / 2]).toMillis(),
        Duration.ofNanos(nanos[TIMES - 1]).toMillis(),
        TIMES,
        bytes / 1024);
  }
}
