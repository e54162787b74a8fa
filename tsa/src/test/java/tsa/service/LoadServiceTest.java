package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.load.GatewayWatch;
import tsa.lab.load.LoadPlan;
import tsa.lab.load.LoadReport;
import tsa.lab.load.LoadRun;
import tsa.lab.load.LoadText;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkSettings;
import tsa.serve.Wiring;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/** A little load on the whole service: what the generator tells is what the service saw. */
class LoadServiceTest {
  private static final int WORKERS = 20;
  private static final Duration HOLD = Slowness.scaled(Duration.ofSeconds(3));
  private static final Duration HEARTBEATS = Slowness.scaled(ShortTimes.HEARTBEATS);

  /** Nothing here is about limits: what takes its time may take it. */
  private static final String[] FLAGS = {
    "--prometheus-bind-ip=127.0.0.1",
    "--prometheus-bind-port=0",
    "--heartbeat-timeout=1m",
    "--stall-after=5m",
    "--check-interval=5m",
    "--check-timeout=5m",
    "--fleet-brake-window=1h"
  };

  private static final LoadPlan PLAN =
      new LoadPlan(
          WORKERS,
          20,
          Patience.LIMIT,
          HOLD,
          HEARTBEATS,
          Slowness.scaled(Duration.ofSeconds(2)),
          Duration.ofMillis(250),
          "load",
          "");

  @TempDir Path folder;

  @Test
  void tellsWhatTheServiceSaw() throws Exception {
    ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServiceRig rig = ServiceRig.start(folder, FLAGS);
        LinkClient client =
            LinkClient.start(new Random(1), List.of(InetAddress.getByName("127.0.0.9")));
        GatewayWatch watch = new GatewayWatch(null, metrics(rig))) {
      LinkSettings gateway =
          LinkSettings.of(
              new InetSocketAddress(loopback, rig.service().sshPort()),
              PrivateKeyFile.load(rig.service().workerKey().orElseThrow()));
      SimulatorClock clock =
          new SimulatorClock(Wiring.clock(), Wiring.ticker()::nanos, Timers.on(timers));

      LoadReport report = new LoadRun(PLAN, client, gateway, clock, watch, sample -> {}).run();

      check(report);
      assertThat(rig.rows().number("select count(*) from workers where ephemeral"))
          .as("workers that the service knows")
          .isEqualTo(WORKERS);
      assertThat(
              rig.rows()
                  .number(
                      "select count(distinct worker) from worker_events where to_state ="
                          + " 'running'"))
          .isEqualTo(report.buildUp().registrations());
    } finally {
      timers.shutdownNow();
    }
  }

  private static URI metrics(ServiceRig rig) {
    int port = rig.service().metricsPort().orElseThrow();
    return URI.create("http://127.0.0.1:" + port + "/metrics");
  }

  private static void check(LoadReport report) {
    assertThat(report.buildUp().failures()).isEmpty();
    assertThat(report.hold().failures()).isEmpty();
    assertThat(report.registered()).isEqualTo(WORKERS);
    assertThat(report.buildUp().registrations()).isEqualTo(WORKERS);
    assertThat(report.hold().lost()).isZero();
    assertThat(report.hold().heartbeatGapMs().count()).isGreaterThan(WORKERS);
    assertThat(report.hold().heartbeatGapMs().p50()).isGreaterThan(HEARTBEATS.toMillis() * 0.8);
    assertThat(report.hold().shortMs().count()).isGreaterThan(WORKERS);
    assertThat(report.hold().gateway().cpuSeconds()).isPositive();
    assertThat(report.hold().gateway().heapMb()).isPositive();
    assertThat(report.samples()).isNotEmpty();

    JsonNode json = JsonMapper.shared().readTree(report.json());
    assertThat(json.at("/hold/heartbeat_gap_ms/count").asLong())
        .isEqualTo(report.hold().heartbeatGapMs().count());
    assertThat(LoadText.lines(report)).contains("20 of 20 workers registered");
  }
}
