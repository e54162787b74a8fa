package tsa;

import tsa.simulator.SimulatedWorker;

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
      case "load" -> worker.servers().load(number(words));
      default -> worker.servers().faults().apply(words[0]);
    }
  }

  private static int number(String[] words) {
    try {
      return Integer.parseInt(words.length > 1 ? words[1] : "");
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
