package tsa.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.testing.Program;
import tsa.testing.Slowness;

/** The demo shows what it says, says so only if it is so, and leaves nothing behind. */
class DemoTest {
  @TempDir Path folder;

  private Program demo(String... args) throws IOException {
    Path temp = Files.createDirectories(folder.resolve("tmp"));
    return Program.start(
        folder.resolve("demo.log"),
        Program.command(
            List.of("-Djava.io.tmpdir=" + temp),
            Stream.concat(Stream.of("demo", "--slowness=" + Slowness.factor()), Stream.of(args))
                .toList()));
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("tsa-demo-")))
          .isEmpty();
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      assertThat(processes.filter(this::worksHere)).as("processes left").isEmpty();
    }
  }

  private boolean worksHere(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder.toRealPath());
    } catch (IOException | UnsupportedOperationException notOurs) {
      return false;
    }
  }

  @Test
  void everythingHappensAndNothingIsLeft() throws Exception {
    try (Program demo = demo("--keep", "--limit=1h")) {
      assertEnds(demo);

      assertThat(demo.output()).doesNotContain("\u001b", "\tat ", "NOT SEEN", "ERROR");
      List<String> seen = demo.output().lines().filter(line -> line.startsWith("ok  ")).toList();
      assertThat(seen)
          .containsExactlyElementsOf(
              DemoExpectation.ALL.stream().map(fact -> "ok  " + fact.title()).toList());
      assertThat(demo.output()).contains("all of it happened, in ", "bin/tsa why -w birch");

      demo.terminate();

      assertThat(demo.exitCode()).as(demo.output()).isEqualTo(143);
      assertNothingIsLeft();
    }
  }

  private static void assertEnds(Program demo) throws IOException {
    try {
      eventually("the demo's end").until(() -> isOver(demo));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("it did not end: " + demo.output(), e);
    }
  }

  private static boolean isOver(Program demo) throws IOException {
    return demo.output().contains("bin/tsa check-worker") || demo.output().contains("NOT SEEN");
  }

  /** Nobody is retired before the second failed check, and that takes longer. */
  @Test
  void whatDidNotHappenIsToldAndIsAFailure() throws Exception {
    try (Program demo = demo("--limit=3s")) {
      assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);

      assertThat(demo.output())
          .contains("NOT SEEN  birch got a read-only disk", "did not happen")
          .doesNotContain("all of it happened", "\tat ");
      assertNothingIsLeft();
    }
  }

  @Test
  void interruptedWhileItStarts() throws Exception {
    assertInterrupted("starting Postgres");
  }

  private void assertInterrupted(String once, String... args) throws Exception {
    try (Program demo = demo(args)) {
      eventually(once).until(() -> demo.output().contains(once));

      demo.terminate();

      assertThat(demo.exitCode()).as(demo.output()).isEqualTo(143);
      assertThat(demo.output()).doesNotContain("\tat ");
      assertNothingIsLeft();
    }
  }
}
