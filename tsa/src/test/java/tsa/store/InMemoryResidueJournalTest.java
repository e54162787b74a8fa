package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.store.Samples.W;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tsa.control.port.ResidueJournal;
import tsa.testing.InMemoryResidueJournal;
import tsa.testing.Pure;

/** The journal in memory keeps the contract, also as time goes by. */
@Pure
class InMemoryResidueJournalTest extends ResidueJournalContract {
  private Instant now = Samples.at(1000);
  private final ResidueJournal residue = new InMemoryResidueJournal(() -> now);

  @Override
  ResidueJournal residue() {
    return residue;
  }

  @Test
  void aHandleIsDueWhenItsCheckMustBeOver() {
    journal(1, W, Duration.ofSeconds(60));
    now = now.plusSeconds(60).minusNanos(1);
    assertThat(residue.overdue(W, 10)).isEmpty();
    assertThat(residue.inUse(W, 10)).containsExactly(handle(1));
    now = now.plusNanos(1);
    assertThat(residue.inUse(W, 10)).isEmpty();
    assertThat(residue.overdue(W, 10)).containsExactly(handle(1));
  }

  @Test
  void oldHandlesAreDropped() {
    journal(1, W, Duration.ZERO);
    now = now.plus(ResidueJournal.KEPT);
    journal(2, W, Duration.ZERO);
    assertThat(residue.overdue(W, 10)).containsExactly(handle(2));
  }
}
