package tsa.lifecycle;

import java.util.Locale;
import java.util.Optional;

/** Why a heartbeat or a step of a deep check did not do what it should: the typed reason. */
public enum FailureCause {
  /** The tunnel could not open a connection to the server. */
  NOT_CONNECTED,
  /** The server closed the connection before it had answered. */
  CLOSED,
  /** No answer within the limit of the step. */
  TIMED_OUT,
  /** The runtime behind Garden does not answer. */
  RUNTIME_DOWN,
  /** An answer that is an error, and none of the more telling ones below. */
  ERROR_ANSWER,
  /** An answer that cannot be understood: not HTTP, not JSON, of a wrong type, or endless. */
  BAD_ANSWER,
  /** The disk can not be written to. */
  READ_ONLY,
  /** No volume can be made: the disk is full, read-only or broken. */
  DISK,
  /** The container limit, or the pool of networks, is used up. */
  FULL,
  /** An object of ours was gone before we destroyed it: a sweeper or a reaper took it. */
  SWEPT,
  /** The container was made, but nothing runs in it. */
  NOT_EXECUTED,
  /** It was done, but the check as a whole took more than half of the time it has. */
  SLOW,
  /** Not in time, but this gateway itself did not run as it should meanwhile. */
  GATEWAY_DELAYED,
  /** The check was cut short by us. */
  CANCELLED;

  /** Whether it was read in an answer: the worker is within reach, whatever ails it. */
  public boolean isAnswer() {
    return switch (this) {
      case RUNTIME_DOWN, ERROR_ANSWER, BAD_ANSWER, READ_ONLY, DISK, FULL -> true;
      case NOT_CONNECTED,
          CLOSED,
          TIMED_OUT,
          SWEPT,
          NOT_EXECUTED,
          SLOW,
          GATEWAY_DELAYED,
          CANCELLED ->
          false;
    };
  }

  /** The word used in JSON, in Postgres and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The cause of that word; empty if there is none. */
  public static Optional<FailureCause> ofWord(String word) {
    for (FailureCause cause : values()) {
      if (cause.word().equals(word)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }
}
