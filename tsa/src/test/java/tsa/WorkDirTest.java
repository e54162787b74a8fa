package tsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tsa.migrations.EmbeddedSettings;

/** Work directories that are in use, full or read-only, with the embedded Postgres in them. */
@Timeout(240)
class WorkDirTest {
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

  private Path workDir() throws IOException {
    Path dir = Files.createDirectories(folder.resolve("work"));
    Path shared = EmbeddedSettings.throwaway(dir).binariesDir();
    Files.createDirectories(shared);
    Files.createSymbolicLink(dir.resolve("postgres-binaries"), shared);
    return dir;
  }

  private Program start(String name, List<String> command) throws IOException {
    return Program.start(folder.resolve(name + ".log"), command);
  }

  private static void awaitStarted(Program program) {
    await("it listens")
        .atMost(Duration.ofMinutes(2))
        .until(() -> program.output().contains("REST at"));
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
    Path workDir = workDir();
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
    if (cannotMount()) {
      return;
    }
    List<String> command =
        mounted("mount -t tmpfs -o ro tmpfs " + dir, "exec", serve(dir.resolve("work")));
    try (Program program = start("read-only", command)) {
      assertRefused(program, dir.resolve("work").toString(), "Read-only file system", "--work-dir");
    }
    List<String> in = mounted("mount -t tmpfs -o ro tmpfs " + dir, "exec", serve(dir));
    try (Program program = start("read-only-itself", in)) {
      assertRefused(program, dir.toString(), "Read-only file system", "--work-dir");
    }
  }

  /** Too small for a database at first; then with room, full again, and with room again. */
  @Test
  void aFullDiskLosesNothing() throws Exception {
    Path dir = Files.createDirectories(folder.resolve("mount"));
    Path shared = EmbeddedSettings.throwaway(dir).binariesDir();
    Files.createDirectories(shared);
    if (cannotMount()) {
      return;
    }
    String mount =
        "mount -t tmpfs -o size=12m tmpfs %s && ln -s %s %s/postgres-binaries"
            .formatted(dir, shared, dir);
    String story =
        """
        briefly() {
          "$@" >%1$s/../brief.log 2>&1 &
          for i in $(seq 600); do
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
    try (Program program = start("full", mounted(mount, story, serve(dir)))) {
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

  /** Runs a command in a mount namespace of its own, so that nothing is left of the mount. */
  private static List<String> mounted(String mount, String story, List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    words.add(mount + " || exit 98\n" + (story.equals("exec") ? "exec \"$@\"" : story));
    words.add("sh");
    words.addAll(command);
    return words;
  }

  /** Only root may mount; whoever is not, is told what was not tried. */
  private static boolean cannotMount() throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder("unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt").start();
    boolean can = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    if (!can) {
      System.out.println(
          "NOT TRIED: full and read-only disks, because this user may not mount one"
              + " (unshare --mount and mount -t tmpfs are needed); run as root to try them");
    }
    return !can;
  }
}
