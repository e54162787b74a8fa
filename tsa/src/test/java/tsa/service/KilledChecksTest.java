package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.simulator.Fault;
import tsa.testing.Seed;
import tsa.testing.WorkDirs;

/**
 * A service that is killed in the middle of deep checks, as a process and with its Postgres: the
 * next one finds in the journal what was left, and destroys it. {@code -Dresidue.kills=50} makes a
 * longer run, {@code -Dtsa.seed=N} another one.
 */
@Timeout(3600)
class KilledChecksTest {
  private static final Logger log = LoggerFactory.getLogger(KilledChecksTest.class);
  private static final int KILLS = Integer.getInteger("residue.kills", 2);
  private static final List<String> WORKERS = List.of("one", "two", "three");

  /** So many milliseconds for each call, that a check is under way most of the time. */
  private static final int SLOW = 60;

  @RegisterExtension final Seed seed = Seed.usually(2);

  @TempDir Path folder;

  @Test
  void nothingIsLeftInTheEnd() throws Exception {
    Path workDir = WorkDirs.in(folder);
    ServiceRows rows = new ServiceRows(workDir);
    Random moments = seed.random(0);
    ServiceProcess service = ServiceProcess.start(workDir, 0, 0);
    try (SimulatedFleet fleet =
        new SimulatedFleet(service.sshPort(), PrivateKeyFile.load(workDir.resolve("worker_key")))) {
      WORKERS.forEach(name -> fleet.join(name).servers().faults().set(Fault.SLOW, SLOW));
      for (int i = 0; i < KILLS; i++) {
        int objects = 1 + moments.nextInt(3);
        ShortTimes.eventually("checks are under way", () -> fleet.checkObjects().size() >= objects);
        service.kill();
        log.info("killed with {} check objects on the workers", fleet.checkObjects().size());
        service = ServiceProcess.start(workDir, service.sshPort(), service.apiPort());
      }
      long left = rows.residue();
      ShortTimes.eventually("all workers are at rest", () -> atRest(fleet, rows));
      assertThat(left).as("written down when the last service began").isPositive();
    } finally {
      service.close();
    }
  }

  /** Nothing on any worker and nothing in the journal; checks go on, so it is for a moment. */
  private static boolean atRest(SimulatedFleet fleet, ServiceRows rows) throws Exception {
    return fleet.checkObjects().isEmpty() && rows.residue() == 0;
  }
}
