package tsa.control.port;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/** A change to one worker, decided on one revision of its record. */
public sealed interface Change {
  /** The event that tells of it; empty for a change too small to be history. */
  Optional<Event> event();

  /** A worker that was not known. */
  record Create(WorkerRecord record, Event told) implements Change {
    @Override
    public Optional<Event> event() {
      return Optional.of(told);
    }
  }

  /**
   * A known worker; {@code record.revision()} is one more than the revision it was decided on.
   * Stores everything but the heartbeat, which is {@link WorkerStore#heartbeat}'s.
   */
  record Update(WorkerRecord record, @Nullable Event told) implements Change {
    @Override
    public Optional<Event> event() {
      return Optional.ofNullable(told);
    }
  }

  /**
   * As {@link Update}, for a worker that the rules retire as broken.
   *
   * @param number the number of this retirement: one more than the last of the fleet it was decided
   *     on, over all gateways
   */
  record Retire(WorkerRecord record, Event told, long number) implements Change {
    @Override
    public Optional<Event> event() {
      return Optional.of(told);
    }
  }

  /**
   * The removal of a worker's row.
   *
   * @param revision the revision it was decided on
   */
  record Remove(WorkerName name, long revision, Event told) implements Change {
    @Override
    public Optional<Event> event() {
      return Optional.of(told);
    }
  }
}
