package tsa;

import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/** Tells a person why something failed. */
final class Failures {
  private Failures() {}

  /**
   * Writes the messages of a failure and its causes, each once; the trace goes to the debug log.
   */
  static void explain(Throwable failure, PrintWriter err) {
    err.println("tsa: " + message(failure));
    String last = message(failure);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (!last.contains(message(cause))) {
        err.println("  because: " + message(cause));
        last = message(cause);
      }
    }
    err.flush();
    LoggerFactory.getLogger(Failures.class).atDebug().setCause(failure).log("failed");
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
