package tsa.db.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.db.generated.Tables.GATEWAYS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.db.Database;

/** The test database itself. */
final class TestDatabaseTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void isMigrated() {
    int rows = database.database().transaction(tx -> tx.fetchCount(GATEWAYS));
    assertThat(rows).isZero();
  }

  @Test
  void anotherIsApart() {
    try (Database other = Database.open(database.another())) {
      String name =
          other.transaction(tx -> tx.fetchSingle("select current_database()").get(0, String.class));
      assertThat(name).isNotEqualTo(database.settings().database());
    }
  }
}
