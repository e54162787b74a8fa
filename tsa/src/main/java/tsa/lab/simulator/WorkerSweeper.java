package tsa.lab.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tsa.lab.simulator.link.CommandResult;
import tsa.lab.simulator.link.SimulatedLink;

/**
 * Reports what a worker holds and destroys what it is told to, as the stock worker does every 30 s
 * with up to four short connections (docs/protocol/registration.md#reports-and-sweeps).
 * Thread-safe.
 */
final class WorkerSweeper {
  private static final Logger log = LoggerFactory.getLogger(WorkerSweeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final SimulatedLink link;
  private final SimulatedWorkerServers servers;
  private final Timers timers;
  private volatile boolean stopped;
  private volatile Runnable cancel = () -> {};

  private enum SweepKind {
    CONTAINERS,
    VOLUMES;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  WorkerSweeper(SimulatedLink link, SimulatedWorkerServers servers, Timers timers) {
    this.link = link;
    this.servers = servers;
    this.timers = timers;
  }

  /** Begins with a wait, as the stock worker does. */
  void start() {
    if (!stopped) {
      cancel = timers.after(INTERVAL, this::tick);
    }
  }

  void stop() {
    stopped = true;
    cancel.run();
  }

  private void tick() {
    sweep(SweepKind.CONTAINERS, servers.containers());
    sweep(SweepKind.VOLUMES, servers.volumes());
    start();
  }

  private void sweep(SweepKind kind, List<String> handles) {
    String report = "report-" + kind.word() + " " + String.join(" ", handles);
    link.command(report.strip())
        .thenCompose(reported -> link.command("sweep-" + kind.word()))
        .whenComplete((answer, problem) -> destroy(kind, answer, problem));
  }

  private void destroy(
      SweepKind kind, @Nullable CommandResult answer, @Nullable Throwable problem) {
    if (answer == null || problem != null || !answer.endedWith(0)) {
      log.atDebug().addKeyValue("kind", kind.word()).setCause(problem).log("sweep failed");
      return;
    }
    try {
      for (JsonNode handle : JsonMapper.shared().readTree(answer.out())) {
        destroy(kind, handle.asString());
      }
    } catch (JacksonException e) {
      log.atWarn().addKeyValue("kind", kind.word()).setCause(e).log("sweep answer not understood");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void destroy(SweepKind kind, String handle) throws InterruptedException {
    boolean gone =
        kind == SweepKind.CONTAINERS
            ? servers.destroyContainer(handle)
            : servers.destroyVolume(handle);
    log.atDebug().addKeyValue("handle", handle).addKeyValue("gone", gone).log("swept");
  }
}
