package tsa.store;

import static tsa.db.generated.Tables.GATEWAYS;
import static tsa.db.generated.Tables.RULE_RETIREMENTS;
import static tsa.db.generated.Tables.WORKERS;
import static tsa.db.generated.Tables.WORKER_EVENTS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.WorkerStore;
import tsa.db.testing.TestDatabase;

/** Workers and gateways in Postgres keep the contracts. */
class PostgresWorkerStoreTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final WorkerStore store = new PostgresWorkerStore(database.database());
  private final Gateways gateways = new PostgresGateways(database.database());

  @BeforeEach
  void empty() {
    database.clear(WORKERS, GATEWAYS, WORKER_EVENTS, RULE_RETIREMENTS);
    gateways.register(Samples.gateway(Samples.GATEWAY));
    gateways.register(Samples.gateway(Samples.OTHER_GATEWAY));
  }

  @Nested
  class Workers extends WorkerStoreContract {
    @Override
    WorkerStore store() {
      return store;
    }

    @Override
    History history() {
      return new PostgresHistory(database.database(), History.Retention.DEFAULT);
    }
  }

  @Nested
  class Races extends WorkerStoreRaces {
    @Override
    WorkerStore store() {
      return store;
    }
  }

  @Nested
  class Processes extends GatewaysContract {
    @Override
    Gateways gateways() {
      return gateways;
    }

    @Override
    WorkerStore store() {
      return store;
    }
  }
}
