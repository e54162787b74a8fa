package tsa;

import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/** Tells a person why the service could not start. */
final class StartFailure {
  private StartFailure() {}

  /**
   * Writes the messages of a failure and its causes, each once; the trace goes to the debug log.
   */
  static void explain(Throwable failure, PrintWriter err) {
    err.println("tsa could not start: " + message(failure));
    String last = message(failure);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (!last.contains(message(cause))) {
        err.println("  because: " + message(cause));
        last = message(cause);
      }
    }
    err.flush();
    LoggerFactory.getLogger(StartFailure.class).atDebug().setCause(failure).log("start failed");
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
