package tsa.probe;

import java.time.Duration;
import tsa.lifecycle.FailureCause;

/** What a call met instead of what was hoped for. {@link Classification} says what it means. */
sealed interface Finding {
  /** In words, for a person; as the worker gave it, not shortened yet. */
  String detail();

  /**
   * What is left of it if this process was delayed so much meanwhile that this may be why: a
   * time-out says nothing then, what was answered still does.
   */
  default Finding delayed(Duration by) {
    return this;
  }

  /**
   * There was no HTTP answer, or none that could be understood.
   *
   * @param cause NOT_CONNECTED, CLOSED, TIMED_OUT, BAD_ANSWER, GATEWAY_DELAYED or CANCELLED
   * @param sent whether the request may have reached the server, and be carried out late
   */
  record NoAnswer(FailureCause cause, String detail, boolean sent) implements Finding {
    @Override
    public Finding delayed(Duration by) {
      return cause == FailureCause.TIMED_OUT
          ? new NoAnswer(FailureCause.GATEWAY_DELAYED, delayedBy(by) + ": " + detail, sent)
          : this;
    }
  }

  /** The words for it. */
  static String delayedBy(Duration by) {
    return "this gateway itself ran late, by " + by.toMillis() + " ms";
  }

  /**
   * The server answered that it did not do it.
   *
   * @param status HTTP status
   * @param type Garden's error type; empty for an untyped error and for Baggageclaim
   * @param message the message of the error, or the body if it has none
   * @param gone whether it says that the object asked for does not exist
   */
  record ErrorAnswer(int status, String type, String message, boolean gone) implements Finding {
    @Override
    public String detail() {
      return message.isBlank() ? "status " + status : "status " + status + ": " + message;
    }

    boolean says(String fragment) {
      return message.contains(fragment);
    }
  }

  /**
   * The answers were in order, and yet they say that something is wrong.
   *
   * @param cause FULL, SWEPT or NOT_EXECUTED
   */
  record FailureSeen(FailureCause cause, String detail) implements Finding {}
}
