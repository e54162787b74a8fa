package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.db.generated.Tables.RESIDUE;
import static tsa.store.Samples.W;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.ResidueJournal;
import tsa.db.testing.TestDatabase;

/** The journal in Postgres keeps the contract, and forgets in time. */
class PostgresResidueJournalTest extends ResidueJournalContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final ResidueJournal residue = new PostgresResidueJournal(database.database());

  @BeforeEach
  void empty() {
    database.clear(RESIDUE);
  }

  @Override
  ResidueJournal residue() {
    return residue;
  }

  private void age(int number, Duration by) {
    database
        .database()
        .run(tx ->
            tx.update(RESIDUE)
                .set(RESIDUE.JOURNALLED_AT, ServerClock.in(by.negated()))
                .where(RESIDUE.HANDLE.eq(handle(number).value()))
                .execute());
  }

  @Test
  void oldHandlesAreDropped() {
    journal(1, W, Duration.ZERO);
    journal(2, W, Duration.ZERO);
    age(1, ResidueJournal.KEPT);
    age(2, ResidueJournal.KEPT.minusMinutes(1));
    journal(3, W, Duration.ZERO);
    assertThat(residue.overdue(W, 10)).containsExactly(handle(2), handle(3));
  }

  @Test
  void droppingIsBoundedAndFasterThanGrowing() {
    for (int i = 1; i <= 25; i++) {
      journal(i, W, Duration.ZERO);
    }
    for (int i = 1; i <= 25; i++) {
      age(i, ResidueJournal.KEPT.plusMinutes(i));
    }
    journal(26, W, Duration.ZERO);
    assertThat(residue.size()).isEqualTo(16);
    journal(27, W, Duration.ZERO);
    journal(28, W, Duration.ZERO);
    assertThat(residue.size()).isEqualTo(3);
  }

  @Test
  void vainTriesAreCounted() {
    journal(1, W, Duration.ZERO);
    residue.tried(handle(1), "connection refused");
    residue.tried(handle(1), "\u0000" + "x".repeat(1000));
    var row = database.database().transaction(tx -> tx.fetchSingle(RESIDUE));
    assertThat(row.getTries()).isEqualTo(2);
    assertThat(row.getLastProblem()).hasSize(500).startsWith("\ufffdx");
    assertThat(row.getLastTriedAt()).isAfterOrEqualTo(row.getJournalledAt());
  }
}
