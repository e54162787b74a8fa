package tsa.lab.simulator;

import java.util.concurrent.CompletableFuture;

/**
 * A process in a simulated container.
 *
 * @param id its name in the container
 * @param exit its exit status; cancelled when the server stops before the process ended
 */
record SimulatedProcess(String id, CompletableFuture<Integer> exit) {
  static final int TERMINATED = 128 + 15;
  static final int KILLED = 128 + 9;

  /** One that waits for a signal, as the init programs do. */
  static SimulatedProcess waiting(String id) {
    return new SimulatedProcess(id, new CompletableFuture<>());
  }

  /** One that is over already. */
  static SimulatedProcess ended(String id, int status) {
    return new SimulatedProcess(id, CompletableFuture.completedFuture(status));
  }

  /** Ends it, if it still runs, as the signal would. */
  void signal(boolean kill) {
    exit.complete(kill ? KILLED : TERMINATED);
  }
}
