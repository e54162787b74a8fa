package tsa.lab.simulator;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;

/**
 * A whole worker: the SSH side that registers, and Garden and Baggageclaim behind it. Thread-safe;
 * no method blocks unless it says so.
 */
public final class SimulatedWorker implements AutoCloseable {
  private final String name;
  private final SimulatedWorkerServers servers;
  private final SimulatedLink link;
  private final WorkerSweeper sweeper;

  /**
   * What a worker says of itself.
   *
   * @param team its team; empty for all teams
   * @param startTime unix seconds of the start of its process
   */
  public record WorkerIdentity(
      String name, String team, List<String> tags, boolean ephemeral, long startTime) {
    /** Copies the list. */
    public WorkerIdentity {
      tags = List.copyOf(tags);
    }

    /** The worker object as JSON (docs/protocol/registration.md#the-worker-object). */
    public String json() {
      ObjectNode worker = JsonMapper.shared().createObjectNode();
      worker.put("addr", "").put("baggageclaim_url", "").put("platform", "linux");
      worker.put("active_containers", 0).put("active_volumes", 0).put("active_tasks", 0);
      worker.putNull("resource_types");
      tags.forEach(worker.putArray("tags")::add);
      worker.put("team", team).put("name", name).put("version", "2.5");
      worker.put("start_time", startTime).put("ephemeral", ephemeral).put("state", "");
      return worker.toString();
    }
  }

  /** Makes a worker that does nothing before {@link #start}. */
  public SimulatedWorker(
      WorkerIdentity identity,
      SimulatorSettings settings,
      SimulatorClock clock,
      LinkClient client,
      LinkSettings gateway,
      LinkListener listener) {
    this.name = identity.name();
    this.servers = new SimulatedWorkerServers(settings, clock);
    this.link = new SimulatedLink(client, gateway, identity::json, behind(servers), listener);
    this.sweeper = new WorkerSweeper(link, servers, clock.timers());
    link.exited().thenRun(this::powerOff);
  }

  /** The servers as what is behind a tunnel. */
  public static LinkServers behind(SimulatedWorkerServers servers) {
    return new LinkServers() {
      @Override
      public void garden(InputStream in, OutputStream out, Closeable connection) {
        servers.garden().attach(in, out, connection);
      }

      @Override
      public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {
        servers.baggageclaim().attach(in, out, connection);
      }
    };
  }

  /** Begins to register, to report and to sweep. */
  public void start() {
    link.start();
    sweeper.start();
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its servers, with their faults. */
  public SimulatedWorkerServers servers() {
    return servers;
  }

  /** Its SSH side. */
  public SimulatedLink link() {
    return link;
  }

  /** The exit code of its process, once that is over. */
  public CompletableFuture<Integer> exited() {
    return link.exited();
  }

  private void powerOff() {
    sweeper.stop();
    servers.close();
  }

  /** Dies, as on SIGKILL. */
  @Override
  public void close() {
    link.close();
    powerOff();
  }
}
