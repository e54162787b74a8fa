package tsa.program;

import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/** Tells a person why something failed. */
public final class FailureText {
  private FailureText() {}

  /**
   * Writes the messages of a failure and its causes, each once; the trace goes to the debug log.
   */
  public static void explain(Throwable failure, PrintWriter err) {
    err.println("tsa: " + message(failure));
    String last = message(failure);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (!last.contains(message(cause))) {
        err.println("  because: " + message(cause));
        last = message(cause);
      }
    }
    err.flush();
    LoggerFactory.getLogger(FailureText.class).atDebug().setCause(failure).log("failed");
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
