package tsa.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tsa.gateway.CountedHandshakes;
import tsa.gateway.MovedClock;
import tsa.gateway.TestKeys;
import tsa.testing.Patience;

/** What becomes of the keys in force when their files cannot be used, or do not answer. */
class KeyReloaderTest {
  private static final String GLOBAL = TestKeys.line(TestKeys.GLOBAL);
  private static final String TEAM_A = TestKeys.line(TestKeys.TEAM_A);

  @TempDir private Path folder;
  private final MovedClock clock = new MovedClock();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger reviews = new AtomicInteger();
  private final CountedHandshakes meters = new CountedHandshakes();
  private Path global;
  private Path team;
  private KeyRing keys;
  private KeyFileWatcher watcher;
  private KeyReloader reloader;

  @BeforeEach
  void start() throws Exception {
    global = folder.resolve("global");
    Files.writeString(global, "expiry-time=\"20261122130000Z\" " + GLOBAL + "\n");
    team = Files.writeString(folder.resolve("team"), "# nobody yet\n");
    KeySources sources = new KeySources(global, Map.of("a", List.of(team)), null);
    watcher = new KeyFileWatcher(sources);
    keys = new KeyRing(sources, clock);
    reloader = new KeyReloader(keys, watcher, reviews::incrementAndGet, meters, now::get);
  }

  /** Looks again and again, as the timer does, until that is so. */
  private void rounds(BooleanSupplier until) {
    eventually()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          reloader.round();
          return until.getAsBoolean();
        });
  }

  private boolean letsTeamIn() {
    return keys.holder(TestKeys.TEAM_A.getPublic()).isPresent();
  }

  /** To the watch the file is the same before and after: what was wrong was not in its stamps. */
  @Test
  void aFileThatCouldNotBeUsedIsTriedAgain() throws Exception {
    String good = TEAM_A + "\n";
    Files.writeString(team, "x".repeat(good.length()));
    FileTime time = Files.getLastModifiedTime(team);
    rounds(() -> !meters.keysAreCurrent());
    assertThat(letsTeamIn()).isFalse();
    // In place: a look that is under way must not find the file empty, and in order.
    Files.writeString(team, good, StandardOpenOption.WRITE);
    Files.setLastModifiedTime(team, time);
    rounds(meters::keysAreCurrent);
    assertThat(letsTeamIn()).isTrue();
  }

  @Test
  void aFailedReloadOnDemandIsTriedAgainToo() throws Exception {
    Files.writeString(team, "rubbish");
    assertThatThrownBy(reloader::reload).isInstanceOf(KeyFileException.class);
    reloader.round();
    assertThat(meters.keysAreCurrent()).isFalse();
    Files.writeString(team, TEAM_A);
    rounds(meters::keysAreCurrent);
    assertThat(letsTeamIn()).isTrue();
  }

  @Test
  void oneProblemIsOneLineAMinute() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(KeyReloader.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    log.addAppender(logged);
    try {
      Files.writeString(team, "rubbish");
      rounds(() -> logged.list.size() == 1);
      AtomicInteger more = new AtomicInteger();
      rounds(() -> more.incrementAndGet() > 20);
      assertThat(logged.list).hasSize(1);
      assertThat(text(logged.list.getFirst())).contains("rubbish").contains("unwritten=\"0\"");
      // A look that is under way when a minute passes at once would be taken for one that hangs.
      eventually("the files rest").until(() -> !reloader.isLooking());
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      rounds(() -> logged.list.size() == 2);
      assertThat(text(logged.list.getLast())).doesNotContain("unwritten=\"0\"");
      Files.writeString(team, "other rubbish");
      rounds(() -> logged.list.size() == 3);
      assertThat(text(logged.list.getLast())).contains("'other'");
    } finally {
      log.detachAppender(logged);
    }
  }

  private static String text(ILoggingEvent event) {
    return String.valueOf(event.getKeyValuePairs());
  }

  /** A file that is still being written may be sound, and yet lack half of the keys. */
  @Test
  void aFileIsNotTriedAgainBeforeItHasComeToRest() throws Exception {
    watcher.isUnread(true);
    assertThat(watcher.look()).isTrue();
    Files.writeString(team, "# first half\n");
    assertThat(watcher.look()).isFalse();
    assertThat(watcher.look()).isTrue();
    watcher.isUnread(false);
    assertThat(watcher.look()).isFalse();
  }

  @Test
  void aFileThatHangsHoldsUpNothingButItself() throws Exception {
    Path pipe = pipe();
    CompletableFuture<OutputStream> writer = opened(pipe);
    try {
      rounds(writer::isDone); // who reads the pipe has opened it, and waits
      assertThat(meters.keysAreCurrent()).isTrue();
      now.addAndGet(KeyReloader.HANGS.plusSeconds(1).toNanos());
      reloader.round();
      assertThat(meters.keysAreCurrent()).isFalse();
      clock.advance(Duration.ofHours(2));
      rounds(() -> reviews.get() > 0);
      assertThat(keys.holder(TestKeys.GLOBAL.getPublic())).isEmpty();
      try (OutputStream out = get(writer)) {
        out.write(TEAM_A.getBytes(UTF_8));
      }
      rounds(meters::keysAreCurrent);
      rounds(this::letsTeamIn);
    } finally {
      new RandomAccessFile(pipe.toFile(), "rw").close(); // lets a reader go
    }
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    Patience.exitCode(made);
    Files.move(pipe, team, StandardCopyOption.ATOMIC_MOVE);
    return team;
  }

  /** Opening a pipe to write waits for somebody who reads it. */
  private static CompletableFuture<OutputStream> opened(Path pipe) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Files.newOutputStream(pipe);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Executors.newVirtualThreadPerTaskExecutor());
  }
}
