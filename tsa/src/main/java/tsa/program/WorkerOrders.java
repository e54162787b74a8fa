package tsa.program;

import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatedWorkerServers;

/** What a simulated worker can be told while it runs. */
final class WorkerOrders {
  private WorkerOrders() {}

  /**
   * Does it.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote the order
   */
  static void obey(SimulatedWorker worker, String order) {
    String[] words = order.split(" +");
    switch (words[0]) {
      case "clear" -> worker.servers().faults().clearAll();
      case "cut" -> worker.link().cut();
      case "freeze" -> worker.link().freeze();
      case "thaw" -> worker.link().thaw();
      case "land" -> worker.link().land();
      case "retire" -> worker.link().retire();
      case "stop" -> worker.link().stop();
      case "kill" -> worker.close();
      case "load" -> load(worker.servers(), number(words));
      default -> worker.servers().faults().apply(words[0]);
    }
  }

  /** So many containers of builds, whatever there were before. */
  private static void load(SimulatedWorkerServers servers, int builds) {
    try {
      for (String handle : servers.containers()) {
        if (isBuildFrom(builds, handle)) {
          servers.destroyContainer(handle);
          servers.destroyVolume(handle);
        }
      }
      servers.load(builds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isBuildFrom(int first, String handle) {
    return handle.startsWith(SimulatedWorkerServers.BUILD_PREFIX)
        && Integer.parseInt(handle.substring(SimulatedWorkerServers.BUILD_PREFIX.length()))
            >= first;
  }

  private static int number(String[] words) {
    try {
      return Integer.parseUnsignedInt(words.length > 1 ? words[1] : "");
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'load' takes a number of containers", e);
    }
  }

  /** A worker in one line. */
  static String describe(SimulatedWorker worker) {
    String over = worker.exited().isDone() ? "exited " + worker.exited().join() : "alive";
    return "%s: %s, %d registrations, %d containers, %d volumes, faults: %s"
        .formatted(
            worker.name(),
            over,
            worker.link().registrations(),
            worker.servers().containers().size(),
            worker.servers().volumes().size(),
            worker.servers().faults().active());
  }
}
