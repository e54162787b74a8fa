package tsa.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the server of a process that was killed, before another is started on the same data. */
final class OrphanedServer {
  private static final Logger log = LoggerFactory.getLogger(OrphanedServer.class);

  /** How much of the wait is given to a fast stop before an immediate one is asked for. */
  private static final Duration FAST_STOP = Duration.ofSeconds(10);

  private OrphanedServer() {}

  /**
   * Stops what still works in {@code dataDir} and removes its pid file. The caller holds the lock
   * of the work directory, so nobody else can want that server.
   *
   * @throws EmbeddedPostgresException IN_USE when it does not end by the deadline
   */
  static void stop(Path dataDir, WaitDeadline deadline) {
    Path pidFile = dataDir.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    PidFile.read(pidFile).ifPresent(file -> stop(file.pid(), dataDir, deadline));
    waitForNone(dataDir, deadline);
    try {
      // Postgres keeps to a pid file whose number is in use, also by a zombie or by a stranger.
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "remove", pidFile);
    }
  }

  private static void stop(long pid, Path dataDir, WaitDeadline deadline) {
    if (!workingIn(dataDir).contains(pid)) {
      return;
    }
    log.warn("stopping Postgres process {}, left behind on {}", pid, dataDir);
    StopSignal.FAST_STOP.send(pid, deadline);
    WaitDeadline fast = WaitDeadline.in(FAST_STOP);
    while (workingIn(dataDir).contains(pid) && !deadline.hasPassed()) {
      if (fast.hasPassed()) {
        StopSignal.IMMEDIATE_STOP.send(pid, deadline);
        fast = deadline;
      }
      WaitDeadline.pause();
    }
  }

  /** Children of a killed server end by themselves, shortly after it. */
  private static void waitForNone(Path dataDir, WaitDeadline deadline) {
    List<Long> left = workingIn(dataDir);
    while (!left.isEmpty()) {
      if (deadline.hasPassed()) {
        throw new EmbeddedPostgresException(
            EmbeddedPostgresException.Kind.IN_USE,
            "Postgres processes %s of an earlier run still work in %s and do not end; stop them"
                    .formatted(left, dataDir)
                + " with kill -QUIT and start again");
      }
      WaitDeadline.pause();
      left = workingIn(dataDir);
    }
  }

  /**
   * Process ids of the Postgres processes whose current directory is the data directory, as is
   * every one of its own. A number in a pid file alone proves nothing: it may be a zombie's by now,
   * or that of a program which has nothing to do with us.
   */
  private static List<Long> workingIn(Path dataDir) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      Path real = dataDir.toRealPath();
      for (Path process : processes) {
        if (isPostgresIn(process, real)) {
          found.add(Long.valueOf(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "look for running servers of", dataDir);
    }
    return found;
  }

  private static boolean isPostgresIn(Path process, Path dataDir) {
    try {
      return Files.readString(process.resolve("comm")).strip().equals("postgres")
          && Files.readSymbolicLink(process.resolve("cwd")).equals(dataDir);
    } catch (IOException e) {
      // Ended meanwhile, a zombie, or another user's: none of these can be ours.
      return false;
    }
  }
}
