package tsa.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** The steps and the declared end state are two ways to the same schema. */
final class DeclaredSchemaTest {
  @RegisterExtension static final SharedPostgres postgres = new SharedPostgres();

  @Test
  void stepsAddUpToTheDeclaredEndState() throws Exception {
    PGSimpleDataSource stepped = postgres.emptyDatabase();
    new Migrator(stepped).migrate();
    PGSimpleDataSource declared = postgres.emptyDatabase();
    SharedPostgres.execute(declared, declaration());

    List<String> expected = Catalog.list(declared);
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(Catalog.list(stepped))
        .as("db/migration and db/schema.sql differ: change both")
        .containsExactlyElementsOf(expected);
  }

  @Test
  void listingSeesSmallDifferences() throws SQLException {
    PGSimpleDataSource source = postgres.emptyDatabase();
    new Migrator(source).migrate();
    List<String> before = Catalog.list(source);

    SharedPostgres.execute(source, "alter table heartbeats set (fillfactor = 60)");

    assertThat(Catalog.list(source)).isNotEqualTo(before);
  }

  private static String declaration() throws IOException {
    try (InputStream in = Migrator.class.getResourceAsStream("/db/schema.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
