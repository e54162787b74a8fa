package tsa.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.serve.Wiring;
import tsa.settings.Converters;
import tsa.settings.LoginOptions;
import tsa.settings.PolicyOptions;
import tsa.settings.ServerOptions;
import tsa.testing.WorkDirs;

/** The real service in this process, with a Postgres of its own, and simulated workers. */
final class ServiceRig implements AutoCloseable {
  private final Wiring.Service service;
  private final SimulatedFleet fleet;
  private final ServiceApi rest;
  private final ServiceRows rows;
  private final Path workDir;

  @Command
  private static final class Settings {
    @Mixin ServerOptions server;
    @Mixin LoginOptions people;
    @Mixin PolicyOptions rules;
  }

  private ServiceRig(Path workDir, Settings settings) throws Exception {
    this.workDir = workDir;
    service =
        Wiring.start(settings.server, settings.people, settings.rules.policy(), Optional.empty());
    fleet =
        new SimulatedFleet(
            service.sshPort(), PrivateKeyFile.load(service.workerKey().orElseThrow()));
    rest = new ServiceApi(service.apiPort(), service.tokenFile());
    rows = new ServiceRows(workDir);
  }

  /** Starts one in that directory, with further flags of {@code serve}. */
  static ServiceRig start(Path parent, String... more) throws Exception {
    Path workDir = WorkDirs.in(parent);
    Settings settings = new Settings();
    CommandLine line = new CommandLine(settings);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOverwrittenOptionsAllowed(true);
    Converters.addTo(line);
    List<String> flags = new ArrayList<>(ShortTimes.FLAGS);
    flags.addAll(List.of("--work-dir=" + workDir, "--bind-port=0", "--tsa-bind-port=0"));
    flags.addAll(List.of(more));
    line.parseArgs(flags.toArray(String[]::new));
    return new ServiceRig(workDir, settings);
  }

  Wiring.Service service() {
    return service;
  }

  SimulatedFleet fleet() {
    return fleet;
  }

  ServiceApi rest() {
    return rest;
  }

  ServiceRows rows() {
    return rows;
  }

  Path workDir() {
    return workDir;
  }

  /** Waits until a worker is in that state. */
  void awaitState(String name, String state) {
    ShortTimes.eventually(name + " is " + state, () -> rest.state(name).equals(state));
  }

  /** Waits until no check has left anything, on a worker or in the journal. */
  void awaitNothingLeft() {
    ShortTimes.eventually(
        "nothing is left of any check",
        () -> rows.residue() == 0 && fleet.checkObjects().isEmpty());
  }

  @Override
  public void close() throws Exception {
    try (fleet;
        rest) {
      service.close();
    }
  }
}
