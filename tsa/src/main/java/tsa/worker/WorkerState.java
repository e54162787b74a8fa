package tsa.worker;

import java.util.Locale;
import java.util.Optional;

/** The six states of a worker. Words and meaning are Concourse's; {@code retired} is ours. */
public enum WorkerState {
  /** Reachable and able; gets builds. */
  RUNNING("gets new builds"),
  /** Out of reach; recovers by itself with the first good heartbeat. Not a verdict on its work. */
  STALLED("out of reach; comes back by itself"),
  /** Asked to finish its work and stop, and to come back after a restart. */
  LANDING("finishing its work, then stops; will come back"),
  /** Has landed: no work left, its process has been told to stop. */
  LANDED("stopped on request; comes back when it restarts"),
  /** Asked by somebody, or told by the rules, to finish its work and go for good. */
  RETIRING("finishing its work, then goes for good"),
  /** Gone for good; the row is a tombstone that answers "what happened to it?". */
  RETIRED("gone for good; kept for a while as a record");

  private final String meaning;

  WorkerState(String meaning) {
    this.meaning = meaning;
  }

  /** The word used in JSON, in Postgres and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the state means for builds, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Whether a worker in this state has been asked, by a person or by the rules, to stop. */
  public boolean isDraining() {
    return this == LANDING || this == RETIRING;
  }

  /** Whether a drain has ended in this state. */
  public boolean isEnded() {
    return this == LANDED || this == RETIRED;
  }

  /** The state of that word, in lower case; empty if there is none. */
  public static Optional<WorkerState> ofWord(String word) {
    for (WorkerState state : values()) {
      if (state.word().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
