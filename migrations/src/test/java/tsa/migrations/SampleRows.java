package tsa.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;

/** Valid rows of each table, as SQL expressions, for tests that spoil one column at a time. */
final class SampleRows {
  private static final Map<String, String> GATEWAY =
      row(
          """
          id = gen_random_uuid()
          host = 'gw'
          peer_address = '10.0.0.1:2222'
          software = '0.1.0'
          started_at = now()
          last_seen = now()
          """);
  private static final Map<String, String> WORKER =
      row(
          """
          name = 'w'
          revision = 1
          state = 'running'
          since = now()
          reason = '{"code": "registered"}'
          reason_code = 'registered'
          incarnation = 1
          admitted_at = now()
          key_fingerprint = 'SHA256:x'
          registration = '{}'
          platform = 'linux'
          tags = '{}'
          version = '2.5'
          start_time = 1700000000
          ephemeral = false
          """);
  private static final Map<String, String> HEARTBEAT =
      row(
          """
          worker = 'w'
          incarnation = 1
          heartbeat_at = now()
          active_containers = 0
          active_volumes = 0
          check_objects = 0
          """);
  private static final Map<String, String> EVENT =
      row(
          """
          worker = 'w'
          kind = 'registered'
          reason_code = 'registered'
          reason = '{"code": "registered"}'
          actor = 'tsa'
          gateway_id = gen_random_uuid()
          """);
  private static final Map<String, String> CHECK =
      row(
          """
          worker = 'w'
          incarnation = 1
          gateway_id = gen_random_uuid()
          kind = 'periodic'
          duration_ms = 12
          verdict = 'healthy'
          steps = '[]'
          """);
  private static final Map<String, String> RESIDUE =
      row(
          """
          handle = 'health-check-1'
          worker = 'w'
          incarnation = 1
          gateway_id = gen_random_uuid()
          journalled_at = now()
          destroy_after = now()
          """);

  private static final Map<String, String> TOKEN =
      Map.of(
          "token_hash", "repeat('0a', 32)",
          "user_name", "'mary'",
          "issued_at", "now()",
          "expires_at", "now() + interval '1 hour'");

  private static final Map<String, String> ATC_WORKER =
      row(
          """
          worker = 'w'
          incarnation = 1
          start_time = 1000
          revision = 1
          state = 'running'
          word = 'unknown'
          told_at = now()
          """);

  private static final Map<String, Map<String, String>> VALID =
      Map.of(
          "gateways", GATEWAY,
          "workers", WORKER,
          "heartbeats", HEARTBEAT,
          "worker_events", EVENT,
          "checks", CHECK,
          "residue", RESIDUE,
          "rule_retirements", Map.of("number", "1", "made_at", "now()"),
          "access_tokens", TOKEN,
          "atc_workers", ATC_WORKER);

  private final DataSource source;

  SampleRows(DataSource source) {
    this.source = source;
  }

  /**
   * Inserts a valid row, with other values for some columns: {@code column = expression} a line.
   */
  void insert(String table, String changes) throws PSQLException {
    Map<String, String> values = new LinkedHashMap<>(VALID.get(table));
    values.putAll(row(changes));
    execute(
        "insert into %s (%s) values (%s)"
            .formatted(
                table, String.join(", ", values.keySet()), String.join(", ", values.values())));
  }

  void execute(String sql) throws PSQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (PSQLException e) {
      throw e;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row. */
  String value(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "no row";
    }
  }

  private static Map<String, String> row(String lines) {
    Map<String, String> values = new LinkedHashMap<>();
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(" = ", 2))
        .forEach(pair -> values.put(pair[0].strip(), pair[1].strip()));
    return values;
  }
}
