package tsa.lab.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A test of facts about the worker APIs. It runs against a simulated worker, or, with the system
 * properties {@code worker.garden} and {@code worker.baggageclaim} (host:port), against real
 * servers if their Garden is of the kind the facts are about. Facts that need a broken server are
 * in the {@code …FaultTest} classes, which always use the simulator.
 *
 * <p>The facts are told in docs/protocol/worker-apis.md.
 */
abstract class ContractCase {
  private static final Logger log = LoggerFactory.getLogger(ContractCase.class);

  private final GardenKind kind;
  private final List<String> handles = new ArrayList<>();
  private @Nullable SimulatedRig rig;
  RawConnection garden = new RawConnection(InetSocketAddress.createUnresolved("unset", 1));
  RawConnection volumes = garden;

  ContractCase(GardenKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void connect() throws IOException {
    String realGarden = System.getProperty("worker.garden", "");
    String realVolumes = System.getProperty("worker.baggageclaim", "");
    if (!realGarden.isEmpty() && kindOf(wire(realGarden)) == kind) {
      log.warn(
          "{} asks the real {}; facts that need faults are left out of this run against real"
              + " servers: see the *FaultTest classes",
          getClass().getSimpleName(),
          kind);
      garden = wire(realGarden);
      volumes = wire(realVolumes);
    } else {
      rig = SimulatedRig.of(kind);
      garden = rig.garden;
      volumes = rig.baggageclaim;
    }
  }

  @AfterEach
  void leaveNothingBehind() {
    for (String handle : handles) {
      garden.delete("/containers/" + handle);
      volumes.delete("/volumes-async/" + handle);
      volumes.delete("/volumes/" + handle);
    }
    if (rig != null) {
      rig.close();
    }
  }

  private static RawConnection wire(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new RawConnection(
        new InetSocketAddress(
            hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1))));
  }

  /** Tells the backend by its capacity answer (docs/protocol/worker-apis.md#three-backends). */
  static GardenKind kindOf(RawConnection garden) {
    RawConnection.RawAnswer capacity = garden.get("/capacity");
    if (capacity.status() == 500) {
      return GardenKind.CONTAINERD;
    }
    return capacity.json().isEmpty() ? GardenKind.HOUDINI : GardenKind.GUARDIAN;
  }

  /** Returns a handle never used before, and cleans up after it. */
  String fresh() {
    String handle = "health-check-" + UUID.randomUUID();
    handles.add(handle);
    return handle;
  }

  /** Creates a volume; returns its path on the worker. */
  String volume(String handle) {
    return volumes
        .post("/volumes", Bodies.volume(handle))
        .assertStatus(201)
        .json()
        .path("path")
        .stringValue();
  }

  /** Creates a volume and a container on it; returns their handle. */
  String container() {
    String handle = fresh();
    garden.post("/containers", Bodies.container(handle, volume(handle))).assertStatus(200);
    return handle;
  }

  /** Asks for a container with any body and returns Garden's complaint, which is always a 500. */
  String refusal(String body) {
    RawConnection.RawAnswer answer = garden.post("/containers", body).assertStatus(500);
    return answer.message();
  }
}
