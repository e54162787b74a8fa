package tsa.control.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.ObjectKind;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * Port: the ATC, which schedules builds (docs/protocol/atc.md). Methods block within a limit and
 * never throw: what goes wrong is an answer. Of one worker at most one may be under way.
 * Thread-safe.
 */
public interface Atc {
  /**
   * A worker as the ATC is to know it.
   *
   * @param load what it holds; our own check objects are left out
   */
  record AtcWorker(Registration registration, Address address, Load load) {}

  /** What came of a call. */
  sealed interface Answer {
    /** What keeps it from being done, in one sentence; empty if it is, or is so by itself. */
    default Optional<String> trouble() {
      return switch (this) {
        case Accepted _, NotFound _ -> Optional.empty();
        case Rejected rejected -> Optional.of(rejected.problem());
        case Unavailable away -> Optional.of(away.problem());
      };
    }

    /** The word used in metrics. */
    default String word() {
      return switch (this) {
        case Accepted _ -> "accepted";
        case NotFound _ -> "not-found";
        case Rejected _ -> "rejected";
        case Unavailable _ -> "unavailable";
      };
    }

    /**
     * It was done.
     *
     * @param row the state of the worker's row, if that was told; never {@link WorkerState#RETIRED}
     * @param address the Garden address in it, if that was told
     */
    record Accepted(Optional<WorkerState> row, Optional<String> address) implements Answer {
      /** Without an address. */
      public Accepted(Optional<WorkerState> row) {
        this(row, Optional.empty());
      }
    }

    /** The ATC has no worker of that name. */
    record NotFound() implements Answer {}

    /**
     * The ATC will not, and will not the next time either.
     *
     * @param problem what is wrong and what to do, in one sentence
     */
    record Rejected(String problem) implements Answer {}

    /**
     * The ATC did not answer, or not in a way that means anything; it may later.
     *
     * @param problem what is wrong, in one sentence
     */
    record Unavailable(String problem) implements Answer {}
  }

  /**
   * What an ATC said of the objects of a worker.
   *
   * @param destroying what it wants destroyed; empty if the answer is not {@link Answer.Accepted}
   */
  record Destroying(Answer answer, List<String> destroying) {
    /** Copies the list. */
    public Destroying {
      destroying = List.copyOf(destroying);
    }
  }

  /** Asks for nothing but to be let in as a gateway: {@link Answer.Accepted} if we are. */
  Answer ping();

  /**
   * Makes the worker known, or another address of it.
   *
   * @param state what it is to be there: {@code running}, {@code stalled}, {@code landing} or
   *     {@code retiring}
   * @param ttl how long that stands without a heartbeat; null for ever
   */
  Answer register(AtcWorker worker, WorkerState state, @Nullable Duration ttl);

  /** Says that it is there: a stalled one is running from then on. Answers what the row says. */
  Answer heartbeat(AtcWorker worker, Duration ttl);

  /** Has it finish its builds and land. */
  Answer land(WorkerName name, @Nullable String team);

  /** Has it finish its builds; its row is removed then. */
  Answer retire(WorkerName name, @Nullable String team);

  /** Removes its row, builds or not. Done also if there is none. */
  Answer delete(WorkerName name, @Nullable String team);

  /** Hands on which objects a worker holds; never call it with a list that may not be whole. */
  Answer report(WorkerName name, ObjectKind kind, List<String> handles);

  /** Which of a worker's objects are to be destroyed. */
  Destroying destroying(WorkerName name, ObjectKind kind);
}
