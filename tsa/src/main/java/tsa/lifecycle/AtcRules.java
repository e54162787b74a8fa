package tsa.lifecycle;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * What is to be told to the ATC next of one worker, from its record and from what was told before.
 * Pure. Nothing is remembered but that, so a crash, another gateway or an hour without the ATC only
 * delay it.
 */
public final class AtcRules {
  private static final AtcStep NOTHING = new AtcStep.Nothing();

  private AtcRules() {}

  /** For a worker that has no record any more. */
  public static AtcStep forgotten(AtcTold told) {
    return told.word() instanceof AtcWord.NoRow ? new AtcStep.StrikeOff() : new AtcStep.DeleteRow();
  }

  /**
   * For a worker that has one.
   *
   * @param told what was told of its name; null if nothing was
   * @param scheduled whether builds are to be sent to it, while it neither drains nor is gone
   */
  public static AtcStep next(WorkerRecord worker, @Nullable AtcTold told, boolean scheduled) {
    return switch (worker.state()) {
      case RUNNING, STALLED ->
          present(worker, told, scheduled ? WorkerState.RUNNING : WorkerState.STALLED);
      case LANDING -> draining(worker, told, new AtcStep.LandRow());
      case RETIRING -> draining(worker, told, new AtcStep.RetireRow());
      case LANDED -> landed(told);
      case RETIRED -> told == null ? NOTHING : forgotten(told);
    };
  }

  private static AtcStep present(WorkerRecord worker, @Nullable AtcTold told, WorkerState wanted) {
    if (told == null || told.word() instanceof AtcWord.NoRow || hasMoved(worker, told)) {
      return register(worker, told, wanted);
    }
    boolean keepsAddress =
        worker.address() == null && !nowhere(worker.name()).equals(told.address());
    if (wanted == WorkerState.STALLED && keepsAddress) {
      return new AtcStep.Register(wanted, false);
    }
    if (told.state() == wanted) {
      return NOTHING;
    }
    return told.state() == WorkerState.STALLED
        ? new AtcStep.SendHeartbeat()
        : new AtcStep.Register(wanted, false);
  }

  /**
   * Where nothing listens: what a worker that cannot be reached is said to have. Its last address
   * may be another worker's by now, and the ATC takes no address twice.
   */
  public static Address nowhere(WorkerName name) {
    int hash = name.value().hashCode();
    String host = "127.%d.%d.%d".formatted(hash >>> 24, (hash >>> 16) & 0xff, (hash >>> 8) & 0xff);
    int port = 1 + (hash & 0xff);
    return new Address(host + ":" + port, "http://" + host + ":" + port);
  }

  /**
   * Only who can be reached can be registered: the ATC refuses a worker without an address. What is
   * on the disk of another machine is known with its first heartbeat, which comes within a second.
   */
  private static AtcStep register(WorkerRecord worker, @Nullable AtcTold told, WorkerState state) {
    boolean another = told != null && told.startTime() != worker.machine().startTime();
    if (worker.address() == null || (another && worker.heartbeat() == null)) {
      return NOTHING;
    }
    boolean anothers = told != null && !Objects.equals(told.team(), worker.registration().team());
    return new AtcStep.Register(state, anothers || (another && hasEmptyDisk(worker)));
  }

  /** Whether the ATC knows an older registration, or another address. */
  private static boolean hasMoved(WorkerRecord worker, AtcTold told) {
    Address address = worker.address();
    return !told.incarnation().equals(worker.incarnation())
        || (address != null && !address.equals(told.address()));
  }

  private static boolean hasEmptyDisk(WorkerRecord worker) {
    return Optional.ofNullable(worker.heartbeat())
        .map(Heartbeat::load)
        .filter(found -> found.volumes() == 0 && found.containers() == 0)
        .isPresent();
  }

  /**
   * A worker that lands or retires has to be known under the address that it has now, for its
   * builds to go on; where it was not known, landing or retiring answers that it is gone.
   */
  private static AtcStep draining(
      WorkerRecord worker, @Nullable AtcTold told, AtcStep.DrainStep drain) {
    if (told == null) {
      return drain;
    }
    if (told.word() instanceof AtcWord.NoRow) {
      return NOTHING;
    }
    if (hasMoved(worker, told) && worker.address() != null) {
      return new AtcStep.Register(worker.state(), false);
    }
    boolean landedThere = told.word().row().filter(WorkerState.LANDED::equals).isPresent();
    if (landedThere) {
      return worker.state() == WorkerState.RETIRING ? new AtcStep.DeleteRow() : NOTHING;
    }
    boolean worksThere =
        told.word()
            .row()
            .filter(row -> row == WorkerState.RUNNING || row == WorkerState.STALLED)
            .isPresent();
    return told.state() == worker.state() && !worksThere ? NOTHING : drain;
  }

  /** The ATC lands it by itself, once it was asked to; at our deadline it may not have yet. */
  private static AtcStep landed(@Nullable AtcTold told) {
    boolean knows =
        told == null
            || told.word().isDrained()
            || told.state() == WorkerState.LANDING
            || told.state() == WorkerState.LANDED;
    return knows ? NOTHING : new AtcStep.LandRow();
  }

  /**
   * Whether the session of a worker that has ended may end: not before the ATC was told, or builds
   * would still be sent to it.
   */
  public static boolean mayEnd(WorkerRecord worker, @Nullable AtcTold told) {
    AtcStep next = next(worker, told, false);
    return next instanceof AtcStep.Nothing || next instanceof AtcStep.StrikeOff;
  }
}
