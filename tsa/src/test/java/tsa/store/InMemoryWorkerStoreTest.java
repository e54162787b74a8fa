package tsa.store;

import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.WorkerStore;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.testing.Pure;

/** Workers and gateways in memory keep the contracts. */
@Pure
class InMemoryWorkerStoreTest {
  private final InstantSource clock = () -> Samples.at(1000);
  private final InMemoryHistory history = new InMemoryHistory(clock);
  private final InMemoryWorkerStore store = new InMemoryWorkerStore(clock, history);
  private final InMemoryGateways gateways = new InMemoryGateways(clock, store);

  @BeforeEach
  void hello() {
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
      return history;
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
