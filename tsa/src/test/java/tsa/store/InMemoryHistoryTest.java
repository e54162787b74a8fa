package tsa.store;

import tsa.control.port.History;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.testing.Pure;

/** The history in memory keeps the contract. */
@Pure
class InMemoryHistoryTest extends HistoryContract {
  @Override
  History history(History.Retention retention) {
    return new InMemoryHistory(() -> Samples.at(1000), retention);
  }
}
