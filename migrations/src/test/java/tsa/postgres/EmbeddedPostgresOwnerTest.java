package tsa.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns a work directory, and what becomes of its server when the owner is killed. */
final class EmbeddedPostgresOwnerTest {
  @TempDir Path work;

  @Test
  void stopsWithTheKilledOwnerAndKeepsItsRows() throws Exception {
    OwnerProcess owner = OwnerProcess.start(work, "death-signal");
    insertRow();
    owner.kill();
    assertThat(owner.serverEnds()).as("the server ended with its owner").isTrue();

    try (EmbeddedPostgres next = EmbeddedPostgres.start(settings())) {
      assertThat(next.pid()).isNotEqualTo(owner.server().pid());
      assertThat(keptRow()).isEqualTo("7");
    }
  }

  @Test
  void stopsTheOrphanOfAKilledOwnerAndKeepsItsRows() throws Exception {
    OwnerProcess owner = OwnerProcess.start(work, "orphan");
    insertRow();
    owner.kill();
    assertThat(owner.server().isAlive()).as("the server outlived its owner").isTrue();

    try (EmbeddedPostgres next = EmbeddedPostgres.start(settings())) {
      assertThat(next.pid()).isNotEqualTo(owner.server().pid());
      assertThat(keptRow()).isEqualTo("7");
    }
    assertThat(owner.serverEnds()).isTrue();
  }

  @Test
  void recoversWhenTheServerIsKilledToo() throws Exception {
    OwnerProcess owner = OwnerProcess.start(work, "orphan");
    insertRow();
    owner.server().destroyForcibly();
    owner.kill();

    try (EmbeddedPostgres next = EmbeddedPostgres.start(settings())) {
      assertThat(next.pid()).isNotEqualTo(owner.server().pid());
      assertThat(keptRow()).isEqualTo("7");
    }
  }

  @Test
  void refusesASecondOwner() throws Exception {
    OwnerProcess owner = OwnerProcess.start(work, "death-signal");
    try {
      assertRefused(work + " is in use by process " + owner.process().pid());
    } finally {
      owner.kill();
    }
  }

  @Test
  void refusesASecondOwnerInTheSameProcess() {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(settings())) {
      assertRefused("is in use by process");
      assertThat(first.pid()).isPositive();
    }
  }

  private EmbeddedSettings settings() {
    return EmbeddedSettings.in(work).withBinariesDir(SharedCache.directory());
  }

  private void assertRefused(String words) {
    EmbeddedPostgresException failure =
        catchThrowableOfType(
            EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(settings()).close());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(EmbeddedPostgresException.Kind.IN_USE);
    assertThat(failure.getMessage()).contains(words);
  }

  private void insertRow() throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (id int)");
      statement.execute("insert into kept values (7)");
    }
  }

  private String keptRow() throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select id from kept")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Reaches whichever server runs now, also another process's, by the files beside its data. */
  private Connection connect() throws IOException, SQLException {
    String port = Files.readString(work.resolve("postgres.port")).strip();
    String password = Files.readString(work.resolve("postgres.password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/tsa", "tsa", password);
  }
}
