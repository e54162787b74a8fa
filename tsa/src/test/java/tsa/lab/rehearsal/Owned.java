package tsa.lab.rehearsal;

import tsa.worker.Registration;

/** Registrations of a team. */
final class Owned {
  private Owned() {}

  static Registration by(Registration plain, String team) {
    return new Registration(
        plain.name(),
        team,
        plain.platform(),
        plain.tags(),
        plain.version(),
        plain.startTime(),
        plain.ephemeral(),
        plain.resourceTypes(),
        plain.certsPath(),
        plain.httpProxyUrl(),
        plain.httpsProxyUrl(),
        plain.noProxy(),
        plain.maxActiveTasks());
  }
}
