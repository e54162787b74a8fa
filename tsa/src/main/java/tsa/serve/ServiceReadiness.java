package tsa.serve;

import java.util.List;
import tsa.control.Readiness;

/** Ready while the controller is, and the gateway takes connections. Thread-safe. */
final class ServiceReadiness implements Readiness {
  private final Readiness controller;
  private volatile String gateway = "the gateway does not listen yet";

  ServiceReadiness(Readiness controller) {
    this.controller = controller;
  }

  /** The gateway takes connections from now on. */
  void listening() {
    gateway = "";
  }

  /** It takes none any more. */
  void stopping() {
    gateway = "this gateway is stopping";
  }

  @Override
  public List<String> problems() {
    return gateway.isEmpty() ? controller.problems() : List.of(gateway);
  }
}
