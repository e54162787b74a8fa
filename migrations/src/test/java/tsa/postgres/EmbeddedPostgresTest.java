package tsa.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server's life: starts, restarts, crashes and refusals. */
final class EmbeddedPostgresTest {
  private static final Path BINARIES = SharedCache.directory();

  /** For tests that leave a whole database behind: making one takes most of a second. */
  @TempDir static Path used;

  /** For tests that need an empty or a spoilt directory. */
  @TempDir Path work;

  @Test
  void keepsRowsPortAndPasswordFromStartToStart() throws Exception {
    int port;
    String password;
    try (EmbeddedPostgres first = EmbeddedPostgres.start(again())) {
      execute(first, "create table kept (id int)", "insert into kept values (7)");
      port = first.port();
      password = first.password();
    }
    try (EmbeddedPostgres second = EmbeddedPostgres.start(again())) {
      assertThat(value(second, "select id from kept")).isEqualTo("7");
      assertThat(value(second, "show fsync")).isEqualTo("on");
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.password()).isEqualTo(password);
    }
  }

  @Test
  void isClosedToOthers() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(again())) {
      assertThat(Files.getPosixFilePermissions(used.resolve("postgres.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(value(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(value(postgres, "show unix_socket_directories")).isEmpty();
      SQLException refused =
          catchThrowableOfType(
              SQLException.class,
              () -> DriverManager.getConnection(postgres.jdbcUrl(), "tsa", "guess"));
      assertThat((Throwable) refused).hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void saysWhatCannotBeWritten() throws IOException {
    Path file = Files.writeString(work.resolve("file"), "in the way");
    assertFails(
        throwaway(file.resolve("below")),
        EmbeddedPostgresException.Kind.UNWRITABLE,
        file.resolve("below").toString(),
        "--work-dir");
  }

  @Test
  void saysThatTheDataIsOfAnotherVersion() throws IOException {
    Files.createDirectory(work.resolve("postgres"));
    Files.writeString(work.resolve("postgres/PG_VERSION"), "12\n");
    assertFails(durable(), EmbeddedPostgresException.Kind.WRONG_VERSION, "made by Postgres 12");
  }

  @Test
  void saysThatADirectoryIsNoDatabase() throws IOException {
    Files.createDirectory(work.resolve("postgres"));
    assertFails(durable(), EmbeddedPostgresException.Kind.START_FAILED, "no PG_VERSION");
  }

  @Test
  void passesOnTheServersLastWords() throws IOException {
    EmbeddedPostgres.start(durable()).close();
    Files.writeString(work.resolve("postgres/postgresql.auto.conf"), "shared_buffers = 'plenty'\n");
    assertFails(durable(), EmbeddedPostgresException.Kind.START_FAILED, "shared_buffers", "plenty");
  }

  @Test
  void takesAnotherPortWhenTheRememberedOneIsTaken() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.start(again());
    first.close();
    try (ServerSocket taken = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress());
        EmbeddedPostgres second = EmbeddedPostgres.start(again())) {
      assertThat(second.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(value(second, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void setsANewPasswordWhenTheFileIsLost() throws Exception {
    EmbeddedPostgres.start(again()).close();
    Files.delete(used.resolve("postgres.password"));
    try (EmbeddedPostgres next = EmbeddedPostgres.start(again())) {
      assertThat(value(next, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void clearsAwayAnUnfinishedStart() throws IOException {
    Path unfinished = Files.createDirectory(work.resolve("postgres.making-x"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
    EmbeddedPostgres.start(durable()).close();
    assertThat(unfinished).doesNotExist();
    assertThat(work.resolve("postgres/PG_VERSION")).exists();
  }

  @Test
  void ignoresAPidFileWhoseNumberIsSomebodyElses() throws Exception {
    EmbeddedPostgres.start(again()).close();
    Files.writeString(
        used.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\nnonsense\n");
    try (EmbeddedPostgres next = EmbeddedPostgres.start(again())) {
      assertThat(value(next, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void outlivesTheThreadThatAskedForIt() throws Exception {
    List<EmbeddedPostgres> started = new java.util.concurrent.CopyOnWriteArrayList<>();
    Thread asking = Thread.ofPlatform().start(() -> started.add(EmbeddedPostgres.start(again())));
    asking.join();
    try (EmbeddedPostgres postgres = started.getFirst()) {
      assertThat(value(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void closesOnceAndAlsoInAHurry() {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(again());
    Thread.currentThread().interrupt();
    postgres.close();
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    postgres.close();
    assertThat(ProcessHandle.of(postgres.pid())).isEmpty();
    assertThat(used.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void tellsAFullDiskFromAForbiddenOne() {
    for (String words :
        List.of(
            "No space left on device",
            "Disk quota exceeded",
            "could not extend file \"base/1/2691\": wrote only 4096 of 8192 bytes at block 9\n"
                + "HINT:  Check free disk space.")) {
      EmbeddedPostgresException full =
          EmbeddedPostgresException.of(new IOException(words), "write", work);
      assertThat(full.kind()).isEqualTo(EmbeddedPostgresException.Kind.DISK_FULL);
      assertThat(full).hasMessageContaining("make room there");
    }
  }

  @Test
  void knowsWhichUserThisIs() throws IOException {
    assertThat(RunAs.detect().owner()).isEqualTo(Files.getAttribute(work, "unix:uid"));
  }

  @Test
  void namesTheDirectoryThatKeepsNobodyOut() throws IOException {
    Path closed =
        Files.createDirectory(
            work.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    RunAs nobody = RunAs.nobody(List.of(), List.of());
    EmbeddedPostgresException failure =
        catchThrowableOfType(
            EmbeddedPostgresException.class, () -> nobody.requirePassage(closed.resolve("data")));
    assertThat(failure.kind()).isEqualTo(EmbeddedPostgresException.Kind.CANNOT_DROP_ROOT);
    assertThat(failure).hasMessageContaining(closed + " does not let others through");
  }

  private EmbeddedSettings durable() {
    return EmbeddedSettings.in(work).withBinariesDir(BINARIES);
  }

  private static EmbeddedSettings again() {
    return EmbeddedSettings.in(used).withBinariesDir(BINARIES);
  }

  private static EmbeddedSettings throwaway(Path dir) {
    return EmbeddedSettings.throwaway(dir);
  }

  private static void assertFails(
      EmbeddedSettings settings, EmbeddedPostgresException.Kind kind, String... words) {
    EmbeddedPostgresException failure =
        catchThrowableOfType(
            EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(settings).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains(words);
  }

  private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
