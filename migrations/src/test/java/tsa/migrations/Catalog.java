package tsa.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Lists all that a database's schema consists of, a line each, in a fixed order. */
final class Catalog {
  private static final List<String> QUERIES =
      List.of(
          """
          select format('column %s.%s %s %s %s null=%s default=%s identity=%s', c.relname,
              a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation,
              not a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity)
          from pg_attribute a join pg_class c on c.oid = a.attrelid
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
            and a.attnum > 0 and not a.attisdropped
          """,
          """
          select format('relation %s kind=%s options=%s persistence=%s', relname, relkind,
              reloptions, relpersistence)
          from pg_class where relnamespace = 'public'::regnamespace
          """,
          """
          select format('constraint %s.%s %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
          from pg_constraint where connamespace = 'public'::regnamespace
          """,
          """
          select 'index ' || indexdef from pg_indexes where schemaname = 'public'
          """,
          """
          select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
          """,
          """
          select 'function ' || pg_get_functiondef(oid) from pg_proc
          where pronamespace = 'public'::regnamespace
          """,
          """
          select format('enum %s %s %s', t.typname, e.enumsortorder, e.enumlabel)
          from pg_enum e join pg_type t on t.oid = e.enumtypid
          """,
          """
          select format('sequence %s %s start=%s step=%s min=%s max=%s cycle=%s', sequencename,
              data_type, start_value, increment_by, min_value, max_value, cycle)
          from pg_sequences where schemaname = 'public'
          """,
          """
          select format('comment %s %s', objoid::regclass, description) from pg_description d
          join pg_class c on c.oid = d.objoid and c.relnamespace = 'public'::regnamespace
          """);

  private Catalog() {}

  /** The lines; those of the migration tool's own table are left out. */
  static List<String> list(DataSource source) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String query : QUERIES) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            lines.add(rows.getString(1));
          }
        }
      }
    }
    return lines.stream().filter(line -> !line.contains("flyway_schema_history")).sorted().toList();
  }
}
