package tsa.lab.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The raw conversation after a run or attach (docs/protocol/worker-apis.md#running-a-process): the
 * ids, then whatever the client sends, then the exit status. A client that goes away detaches; the
 * process lives on.
 *
 * @param passesSignals whether signals sent by the client arrive
 * @param limit how long the stream is held at the most
 */
record ProcessStream(SimulatedProcess process, boolean passesSignals, Duration limit) {
  private static final Logger log = LoggerFactory.getLogger(ProcessStream.class);
  private static final int MAX_LINE = 1 << 20;

  void run(InputStream in, OutputStream out) throws IOException, InterruptedException {
    send(out, GoJson.object().put("process_id", process.id()).put("stream_id", "1"));
    CompletableFuture<Void> detached = new CompletableFuture<>();
    Thread.ofVirtual().name("simulator-stdin").start(() -> listen(in, detached));
    try {
      CompletableFuture.anyOf(process.exit(), detached).get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException | TimeoutException over) {
      return; // the server stops, or the stream was held too long: closed without an exit status
    }
    if (process.exit().isDone() && !process.exit().isCancelled()) {
      int status = process.exit().join();
      send(out, GoJson.object().put("process_id", process.id()).put("exit_status", status));
    }
  }

  private static void send(OutputStream out, ObjectNode line) throws IOException {
    out.write(GoJson.encode(line));
    out.flush();
  }

  private void listen(InputStream in, CompletableFuture<Void> detached) {
    // Not closed here: that would close the other direction with it, and the status is still to go.
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (String line = next(lines); !line.isEmpty(); line = next(lines)) {
        JsonNode payload = GoJson.decode(line.getBytes(StandardCharsets.UTF_8));
        if (payload.has("source") && !payload.has("data")) {
          return; // the end of stdin: from here on the real server no longer listens either
        }
        if (passesSignals && payload.path("signal").isInt()) {
          process.signal(payload.path("signal").intValue() == 1);
        }
      }
      detached.complete(null);
    } catch (IOException | GoJsonException e) {
      log.trace("process stream of {} ended: {}", process.id(), e.toString());
      detached.complete(null);
    }
  }

  /** Returns the next line, empty at the end of the stream. */
  private static String next(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = lines.read(); c >= 0 && (c != '\n' || line.isEmpty()); c = lines.read()) {
      if (line.length() == MAX_LINE) {
        throw new IOException("line too long");
      }
      if (c != '\n') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
