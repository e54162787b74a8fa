package tsa.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes bodies piece by piece, on the thread of the request. A client that does not take a piece
 * within the limit is cut: nothing of what it has not read is kept for it.
 */
final class BodyWriter {
  private static final Logger log = LoggerFactory.getLogger(BodyWriter.class);

  private BodyWriter() {}

  /**
   * Writes a body to its end, or to that of the connection.
   *
   * @param limit how long a client may take for one piece
   */
  static void write(
      ApiResponse.StreamedBody stream, Response response, Callback callback, Duration limit) {
    Request request = response.getRequest();
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      stream.writeTo(piece -> send(piece, out, request, limit));
    } catch (IOException e) {
      log.atDebug().setCause(e).log("a client left a stream");
      callback.failed(e);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a stream ended by a defect");
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  private static void send(String piece, OutputStream out, Request request, Duration limit)
      throws IOException {
    EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
    Scheduler.Task cut =
        request
            .getComponents()
            .getScheduler()
            .schedule(client::close, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      out.write(piece.getBytes(UTF_8));
      out.flush();
    } finally {
      cut.cancel();
    }
  }
}
