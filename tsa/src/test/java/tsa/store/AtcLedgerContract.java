package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.store.Samples.W;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.control.port.AtcLedger;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.AtcWord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What every ledger keeps, and what it does not let be overwritten. */
abstract class AtcLedgerContract {
  private static final Address ADDRESS = new Address("127.0.0.1:1", "http://127.0.0.1:2");

  abstract AtcLedger ledger();

  private static AtcTold told(long incarnation, WorkerState state, AtcWord word) {
    return new AtcTold(W, "team", new Incarnation(incarnation), 1000, 7, state, ADDRESS, word);
  }

  @Test
  void whatWasToldIsKeptWhole() {
    AtcTold told = told(3, WorkerState.STALLED, new AtcWord.RowState(WorkerState.LANDING));
    AtcTold bare =
        new AtcTold(
            new WorkerName("x"),
            null,
            new Incarnation(4),
            0,
            1,
            WorkerState.LANDING,
            null,
            new AtcWord.NotSaid());
    ledger().save(told);
    ledger().save(bare);
    assertThat(ledger().all()).containsExactlyInAnyOrder(told, bare);
    ledger().save(told.saying(new AtcWord.NoRow()));
    assertThat(ledger().all()).contains(told.saying(new AtcWord.NoRow()));
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkerState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RETIRED"})
  void everyStateIsKept(WorkerState state) {
    AtcTold told = told(3, state, new AtcWord.RowState(state));
    ledger().save(told);
    assertThat(ledger().all()).containsExactly(told);
  }

  /** A late word of a gateway that is not in charge any more. */
  @Test
  void whatWasToldOfAnOlderRegistrationIsNotNoted() {
    AtcTold newer = told(4, WorkerState.RUNNING, new AtcWord.RowState(WorkerState.RUNNING));
    ledger().save(newer);
    ledger().save(told(3, WorkerState.STALLED, new AtcWord.NoRow()));
    assertThat(ledger().all()).containsExactly(newer);
  }

  @Test
  void whatWasToldByAnOlderRevisionIsNotNoted() {
    AtcTold newer =
        told(4, WorkerState.RUNNING, new AtcWord.NotSaid()).telling(WorkerState.STALLED, 8);
    ledger().save(newer);
    ledger().save(told(4, WorkerState.RUNNING, new AtcWord.NotSaid()));
    assertThat(ledger().all()).containsExactly(newer);
  }

  @Test
  void whatIsStruckOffIsNotThere() {
    ledger().save(told(3, WorkerState.RUNNING, new AtcWord.NotSaid()));
    ledger().remove(W);
    ledger().remove(W);
    assertThat(ledger().all()).isEmpty();
  }
}
