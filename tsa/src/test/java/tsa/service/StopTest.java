package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.simulator.SimulatedWorker;
import tsa.testing.WorkDirs;

/** What SIGTERM does to the service, its workers and its Postgres. */
class StopTest {
  @TempDir Path folder;

  @Test
  void sendsWorkersElsewhereStopsPostgresAndExitsWithZero() throws Exception {
    Path workDir = WorkDirs.in(folder);
    try (ServiceProcess service = ServiceProcess.start(workDir, 0, 0);
        SimulatedFleet fleet =
            new SimulatedFleet(
                service.sshPort(), PrivateKeyFile.load(workDir.resolve("worker_key")))) {
      SimulatedWorker worker = fleet.join("steady");
      try (ServiceApi rest = service.rest()) {
        ShortTimes.eventually("it joins", () -> rest.state("steady").equals("running"));
      }

      service.hangUp();
      try (ServiceApi rest = service.rest()) {
        assertThat(rest.state("steady")).as("after a SIGHUP").isEqualTo("running");
      }

      assertThat(service.terminate()).isZero();

      assertThat(worker.exited()).as("no exit status was sent").isNotDone();
      assertThat(fleet.diary("steady").told())
          .anySatisfy(line -> assertThat(line).contains("stopping"));
      ShortTimes.eventually("it tries again", () -> !fleet.diary("steady").lost().isEmpty());
      assertThat(ServiceProcess.postgresIn(workDir)).isEmpty();
      assertThat(Files.exists(workDir.resolve("postgres/postmaster.pid")))
          .as("left by a Postgres that did not stop cleanly")
          .isFalse();
    }
  }
}
