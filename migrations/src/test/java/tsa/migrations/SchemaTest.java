package tsa.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/** Every constraint bites, and each trigger does what it is there for. */
final class SchemaTest {
  @RegisterExtension static final SharedPostgres postgres = new SharedPostgres();

  private static PGSimpleDataSource source;
  private SampleRows rows;

  @BeforeAll
  static void migrate() {
    source = postgres.emptyDatabase();
    new Migrator(source).migrate();
  }

  @BeforeEach
  void empty() throws Exception {
    rows = new SampleRows(source);
    for (String table : List.of("workers", "gateways", "worker_events", "checks", "residue")) {
      rows.execute("delete from " + table);
    }
  }

  @ParameterizedTest
  @MethodSource("tsa.migrations.Spoilt#all")
  void bites(Spoilt spoilt) throws Exception {
    if (spoilt.table().equals("heartbeats")) {
      rows.insert("workers", "");
    }
    PSQLException refusal =
        catchThrowableOfType(
            PSQLException.class, () -> rows.insert(spoilt.table(), spoilt.changes()));

    assertThat((Throwable) refusal).as("not refused").isNotNull();
    assertThat(refusal.getServerErrorMessage().getConstraint()).isEqualTo(spoilt.constraint());
  }

  @Test
  void everyConstraintIsTriedAbove() throws Exception {
    String declared =
        rows.value(
            """
            select string_agg(conname, ',') from pg_constraint
            where connamespace = 'public'::regnamespace and contype in ('c', 'f')
            """);
    Set<String> tried =
        Spoilt.all().stream()
            .map(Spoilt::constraint)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(tried).containsExactlyElementsOf(new TreeSet<>(List.of(declared.split(","))));
  }

  @Test
  void everyStateHasAValidRow() throws Exception {
    for (String state : List.of("running", "stalled")) {
      rows.insert("workers", "name = '%s'\nstate = '%s'".formatted(state, state));
    }
    for (String state : List.of("landing", "landed", "retiring", "retired")) {
      rows.insert(
          "workers",
          "name = '%s'\nstate = '%s'\ndrain_requested_at = now()".formatted(state, state));
    }
    assertThat(rows.value("select count(*) from workers")).isEqualTo("6");
  }

  @Test
  void revisionOnlyGrows() throws Exception {
    rows.insert("workers", "revision = 5");
    rows.execute("update workers set revision = 6");
    assertThat(refusal("update workers set revision = 5"))
        .isEqualTo("worker w: revision may only grow, refused 5 after 6");
  }

  @Test
  void incarnationOnlyGrows() throws Exception {
    rows.insert("workers", "incarnation = 5");
    rows.execute("update workers set incarnation = 6");
    assertThat(refusal("update workers set incarnation = 5"))
        .isEqualTo("worker w: incarnation may only grow, refused 5 after 6");
  }

  @Test
  void nameIsForEver() throws Exception {
    rows.insert("workers", "");
    assertThat(refusal("update workers set name = 'v'")).startsWith("worker w: a name is for ever");
  }

  @Test
  void noTwoWorkersShareAnAddress() throws Exception {
    rows.insert("workers", "name = 'a'\ngarden_addr = 'h:1'\nbaggageclaim_url = 'http://h:2'");
    assertThat(refusalOfInsert("name = 'b'\ngarden_addr = 'h:1'"))
        .contains("workers_garden_addr_key");
    assertThat(refusalOfInsert("name = 'b'\nbaggageclaim_url = 'http://h:2'"))
        .contains("workers_baggageclaim_url_key");
    rows.insert("workers", "name = 'b'");
    rows.insert("workers", "name = 'c'");
  }

  @Test
  void gatewayLeavesItsWorkersBehind() throws Exception {
    String id = "'6f1e5a52-0000-4000-8000-000000000001'";
    rows.insert("gateways", "id = " + id);
    rows.insert("workers", "gateway_id = " + id);
    rows.execute("delete from gateways");
    assertThat(rows.value("select count(*) from workers where gateway_id is null")).isEqualTo("1");
  }

  @Test
  void heartbeatGoesWithItsWorkerAndHistoryStays() throws Exception {
    rows.insert("workers", "");
    rows.insert("heartbeats", "");
    rows.insert("worker_events", "");
    rows.insert("checks", "");
    rows.insert("residue", "");
    rows.execute("delete from workers");
    assertThat(rows.value("select count(*) from heartbeats")).isEqualTo("0");
    assertThat(
            rows.value(
                "select (select count(*) from worker_events), (select count(*) from checks),"
                    + " (select count(*) from residue)"))
        .isEqualTo("1");
  }

  @Test
  void eventsAreAppendOnly() throws Exception {
    rows.insert("worker_events", "");
    assertThat(refusal("update worker_events set actor = 'me'"))
        .isEqualTo("worker_events is append-only: UPDATE refused");
    assertThat(refusal("truncate worker_events"))
        .isEqualTo("worker_events is append-only: TRUNCATE refused");
    rows.execute("delete from worker_events");
  }

  @Test
  void eventsAreAnnounced() throws Exception {
    try (Connection listener = source.getConnection();
        Statement statement = listener.createStatement()) {
      statement.execute("listen tsa_events");
      rows.insert("workers", "");
      rows.insert("heartbeats", "");
      rows.insert("worker_events", "");
      String id = rows.value("select id from worker_events");

      var announced = listener.unwrap(PGConnection.class).getNotifications(5_000);

      assertThat(announced).hasSize(1);
      assertThat(announced[0].getParameter()).isEqualTo(id);
    }
  }

  @Test
  void latestOfAWorkerIsFoundByIndex() throws SQLException {
    for (String table : List.of("worker_events", "checks")) {
      String plan = plan("select * from %s where worker = 'w' order by id desc limit 1", table);
      assertThat(plan).contains(table + "_worker_idx").doesNotContain("Sort");
    }
  }

  /** The planner's choice when it is kept from reading a table that happens to be tiny. */
  private static String plan(String query, String table) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set enable_seqscan = off; set enable_bitmapscan = off");
      StringBuilder plan = new StringBuilder();
      try (var lines = statement.executeQuery("explain " + query.formatted(table))) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  private String refusalOfInsert(String changes) {
    PSQLException refusal =
        catchThrowableOfType(PSQLException.class, () -> rows.insert("workers", changes));
    assertThat((Throwable) refusal).as("not refused").isNotNull();
    return refusal.getServerErrorMessage().getMessage();
  }

  private String refusal(String sql) {
    PSQLException refusal = catchThrowableOfType(PSQLException.class, () -> rows.execute(sql));
    assertThat((Throwable) refusal).as("not refused").isNotNull();
    return refusal.getServerErrorMessage().getMessage();
  }
}
