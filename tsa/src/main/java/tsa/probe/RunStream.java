package tsa.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;
import tsa.lifecycle.FailureCause;

/**
 * What follows the head of an answer to a run: JSON, a line each
 * (docs/protocol/worker-apis.md#running-a-process).
 */
final class RunStream {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_LINES = 1000;

  private final InputStream in;
  private int lines;

  RunStream(InputStream in) {
    this.in = in;
  }

  /** Waits until the process is said to have been started. */
  void started() throws IOException, ProbeException {
    JsonNode line = next();
    if (!line.path("process_id").isString()) {
      throw ProbeException.badAnswer("a run without a process: " + line);
    }
  }

  /**
   * Waits for the end of the process; -1 stands for a status beyond an int.
   *
   * @throws ProbeException if the stream says that it could not run
   */
  int exitStatus() throws IOException, ProbeException {
    while (true) {
      JsonNode line = next();
      JsonNode status = line.path("exit_status");
      if (status.isIntegralNumber()) {
        return status.canConvertToInt() ? status.intValue() : -1;
      }
      if (line.has("error")) {
        String said = line.path("error").asString("");
        throw new ProbeException(new Finding.FailureSeen(FailureCause.NOT_EXECUTED, said));
      }
    }
  }

  private JsonNode next() throws IOException, ProbeException {
    if (++lines > MAX_LINES) {
      throw new BadAnswerException("a run stream of more than " + MAX_LINES + " lines");
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the run stream ended without an exit status");
      }
      if (line.size() >= MAX_LINE) {
        throw new BadAnswerException("a line of more than " + MAX_LINE + " bytes in a run stream");
      }
      line.write(c);
    }
    return new WorkerHttpReply(201, line.toByteArray()).object();
  }
}
