package tsa.store;

import static tsa.db.generated.Tables.ATC_WORKERS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.AtcLedger;
import tsa.db.testing.TestDatabase;

/** The ledger in Postgres keeps the contract. */
class PostgresAtcLedgerTest extends AtcLedgerContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final AtcLedger ledger = new PostgresAtcLedger(database.database());

  @BeforeEach
  void empty() {
    database.clear(ATC_WORKERS);
  }

  @Override
  AtcLedger ledger() {
    return ledger;
  }
}
