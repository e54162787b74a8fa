package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.store.Samples.GATEWAY;
import static tsa.store.Samples.W;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** What every {@link ResidueJournal} does. */
abstract class ResidueJournalContract {
  private static final WorkerName OTHER = new WorkerName("other");

  /** Empty at the start of a test. */
  abstract ResidueJournal residue();

  static CheckHandle handle(int number) {
    return CheckHandle.of(new UUID(0, number));
  }

  final void journal(int number, WorkerName worker, Duration destroyAfter) {
    residue().journal(handle(number), worker, new Incarnation(1), GATEWAY, destroyAfter);
  }

  @Test
  void aHandleIsThereUntilItIsStruckOff() {
    journal(1, W, Duration.ZERO);
    assertThat(residue().size()).isEqualTo(1);
    assertThat(residue().overdue(W, 10)).containsExactly(handle(1));
    residue().strike(handle(1));
    assertThat(residue().size()).isZero();
    assertThat(residue().overdue(W, 10)).isEmpty();
    residue().strike(handle(1));
  }

  @Test
  void aCheckThatMayStillRunIsLeftAlone() {
    journal(1, W, Duration.ofHours(1));
    journal(2, W, Duration.ofHours(2));
    journal(3, OTHER, Duration.ofHours(1));
    journal(4, W, Duration.ZERO);
    assertThat(residue().overdue(W, 10)).containsExactly(handle(4));
    assertThat(residue().inUse(W, 10)).containsExactly(handle(1), handle(2));
    assertThat(residue().inUse(W, 1)).containsExactly(handle(1));
    assertThat(residue().inUse(W, -1)).isEmpty();
    assertThat(residue().size()).isEqualTo(4);
  }

  @Test
  void theOldestComeFirstAndOnlyTheWorkersOwn() {
    journal(3, W, Duration.ZERO);
    journal(1, OTHER, Duration.ZERO);
    journal(2, W, Duration.ZERO);
    journal(4, W, Duration.ZERO);
    assertThat(residue().overdue(W, 2)).containsExactly(handle(3), handle(2));
    assertThat(residue().overdue(W, 10)).containsExactly(handle(3), handle(2), handle(4));
    assertThat(residue().overdue(OTHER, 10)).containsExactly(handle(1));
    assertThat(residue().overdue(W, 0)).isEmpty();
    assertThat(residue().overdue(W, -1)).isEmpty();
  }

  @Test
  void aVainTryKeepsTheHandle() {
    journal(1, W, Duration.ZERO);
    residue().tried(handle(1), "connection refused \u0000 " + "x".repeat(10_000));
    residue().tried(handle(1), "");
    residue().tried(handle(2), "was struck off meanwhile");
    assertThat(residue().overdue(W, 10)).containsExactly(handle(1));
    assertThat(residue().size()).isEqualTo(1);
  }

  @Test
  void aHandleIsNeverUsedAgain() {
    journal(1, W, Duration.ZERO);
    assertThatThrownBy(() -> journal(1, OTHER, Duration.ZERO))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("journal health-check-");
    assertThat(residue().overdue(W, 10)).containsExactly(handle(1));
    assertThat(residue().overdue(OTHER, 10)).isEmpty();
  }
}
