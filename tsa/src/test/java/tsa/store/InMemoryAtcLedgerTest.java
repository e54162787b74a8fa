package tsa.store;

import tsa.control.port.AtcLedger;
import tsa.lab.rehearsal.InMemoryAtcLedger;
import tsa.testing.Pure;

/** The ledger in memory keeps the contract. */
@Pure
class InMemoryAtcLedgerTest extends AtcLedgerContract {
  private final AtcLedger ledger = new InMemoryAtcLedger();

  @Override
  AtcLedger ledger() {
    return ledger;
  }
}
