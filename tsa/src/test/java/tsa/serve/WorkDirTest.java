package tsa.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.postgres.EmbeddedSettings;
import tsa.testing.Patience;
import tsa.testing.Program;
import tsa.testing.WorkDirs;

/** Work directories that are in use, full or read-only, with the embedded Postgres in them. */
class WorkDirTest {
  private static final Logger log = LoggerFactory.getLogger(WorkDirTest.class);
  private static final String NOT_PROVEN =
      "NOT PROVEN: what full and read-only disks do, because this user may not mount one"
          + " ('unshare --mount' and 'mount -t tmpfs' are needed); run as root to prove it";

  @TempDir Path folder;

  private static List<String> serve(Path workDir) {
    return Program.command(
        List.of(),
        List.of(
            "serve",
            "--work-dir=" + workDir,
            "--bind-ip=127.0.0.1",
            "--tsa-bind-ip=127.0.0.1",
            "--bind-port=0",
            "--tsa-bind-port=0"));
  }

  private Program start(String name, List<String> command) throws IOException {
    return Program.start(folder.resolve(name + ".log"), command);
  }

  private static void awaitStarted(Program program) {
    eventually("it listens").until(() -> program.output().contains("REST at"));
  }

  private static void assertRefused(Program program, String... words) throws Exception {
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.output()).contains(words).doesNotContain("\tat ");
    List<String> told =
        program.output().lines().filter(line -> !line.matches("\\d{4}-.*")).toList();
    assertThat(told).as("one paragraph: %s", told).hasSizeBetween(1, 12);
    assertThat(told.getFirst()).startsWith("tsa: ");
  }

  @Test
  void aSecondServiceOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
    Path workDir = WorkDirs.in(folder);
    try (Program first = start("first", serve(workDir))) {
      awaitStarted(first);
      try (Program second = start("second", serve(workDir))) {
        assertRefused(second, workDir + " is in use by process " + first.pid(), "--work-dir");
      }
      assertThat(first.output()).doesNotContain("WARN").doesNotContain("ERROR");
      first.terminate();
      assertThat(first.exitCode()).isZero();
    }
  }

  @Test
  void aReadOnlyDisk() throws Exception {
    Path dir = Files.createDirectories(folder.resolve("mount"));
    String mount = "mount -t tmpfs -o ro tmpfs " + dir;
    assertWhereMountsAreAllowed(() -> {
      for (Path workDir : List.of(dir.resolve("work"), dir)) {
        List<String> command = mounted(mount, "exec \"$@\"", serve(workDir));
        try (Program program = start("read-only-" + workDir.getFileName(), command)) {
          assertRefused(program, workDir.toString(), "Read-only file system", "--work-dir");
        }
      }
    });
  }

  /** Too small for a database at first; then with room, full again, and with room again. */
  @Test
  void aFullDiskLosesNothing() throws Exception {
    Path dir = Files.createDirectories(folder.resolve("mount"));
    Path shared = EmbeddedSettings.throwaway(dir).binariesDir();
    Files.createDirectories(shared);
    String mount =
        "mount -t tmpfs -o size=12m tmpfs %s && ln -s %s %s/postgres-binaries"
            .formatted(dir, shared, dir);
    String story =
        """
        briefly() {
          "$@" >%1$s/../brief.log 2>&1 &
          for i in $(seq 1200); do
            grep -q "REST at" %1$s/../brief.log && break
            kill -0 $! || break
            sleep 0.2
          done
          kill -TERM $!; wait $!; status=$?
          cat %1$s/../brief.log; echo "ended with $status"
        }
        "$@"; echo "ended with $?"
        mount -o remount,size=400m %1$s || exit 99
        briefly "$@"
        cp %1$s/admin.token %1$s/host_key %1$s/..
        head -c 500m /dev/zero >%1$s/filler 2>/dev/null
        "$@"; echo "ended with $?"
        rm %1$s/filler
        briefly "$@"
        cmp %1$s/admin.token %1$s/../admin.token && cmp %1$s/host_key %1$s/../host_key && echo kept
        """
            .formatted(dir);
    assertWhereMountsAreAllowed(
        () -> assertNothingIsLost(dir, start("full", mounted(mount, story, serve(dir)))));
  }

  private static void assertNothingIsLost(Path dir, Program started) throws Exception {
    try (Program program = started) {
      assertThat(program.exitCode()).as(program.output()).isZero();
      assertThat(program.output()).doesNotContain("\tat ");
      List<String> told =
          program
              .output()
              .lines()
              .filter(line -> line.startsWith("tsa: ") || line.startsWith("ended with"))
              .toList();
      assertThat(told).as(program.output()).hasSize(6);
      assertThat(told.get(0)).contains("disk", "full");
      assertThat(told.get(3)).contains("full").contains(dir.toString());
      assertThat(told.stream().filter(line -> line.startsWith("ended")))
          .containsExactly("ended with 1", "ended with 0", "ended with 1", "ended with 0");
      assertThat(program.output()).endsWith("kept\n");
    }
  }

  private static List<String> shell(String script) {
    return List.of("unshare", "--mount", "sh", "-c", script, "sh");
  }

  /**
   * Mounts in a namespace of its own, so that nothing is left of it, and then runs a story in which
   * the command is {@code "$@"}.
   */
  private static List<String> mounted(String mount, String story, List<String> command) {
    return Stream.of(shell(mount + " || exit 98\n" + story), command)
        .flatMap(List::stream)
        .toList();
  }

  private interface Story {
    void run() throws Exception;
  }

  /** Where nothing can be mounted, that is said aloud; where CI runs, it is a failure. */
  private static void assertWhereMountsAreAllowed(Story story) throws Exception {
    Process probe = new ProcessBuilder(shell("mount -t tmpfs tmpfs /mnt")).start();
    if (Patience.exitCode(probe) == 0) {
      story.run();
      return;
    }
    log.error(NOT_PROVEN);
    assertThat(System.getenv("CI")).as(NOT_PROVEN).isNull();
  }
}
