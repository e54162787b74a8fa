package tsa.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tsa.control.port.Tunnel;
import tsa.lifecycle.FailureCause;

/**
 * A small HTTP client on the connections of one tunnel: one request a connection, no redirects, and
 * an end by which each call is over, because its connection is then closed; a limit between two
 * reads would not stop an answer that drips. Thread-safe.
 */
final class WorkerHttpClient {
  private static final Logger log = LoggerFactory.getLogger(WorkerHttpClient.class);

  /** Longest body of an answer that is read whole, in bytes. */
  static final int MAX_REPLY = 64 * 1024;

  private static final int BUFFER = 8 * 1024;

  /** Reads an answer. May make calls of its own meanwhile. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * @param in what follows the head, as it comes
     */
    T read(ResponseHead head, InputStream in) throws IOException, ProbeException;
  }

  private final Tunnel tunnel;
  private final ScheduledExecutorService timer;
  private final Cancellation cancellation;

  /**
   * @param timer closes connections when their time is over; its tasks do not block
   * @param cancellation ends all calls of this client
   */
  WorkerHttpClient(Tunnel tunnel, ScheduledExecutorService timer, Cancellation cancellation) {
    this.tunnel = tunnel;
    this.timer = timer;
    this.cancellation = cancellation;
  }

  /** Calls and reads an answer whose body is short. */
  WorkerHttpReply call(WorkerHttpRequest request, CallDeadline deadline) throws ProbeException {
    return exchange(request, deadline, (head, in) -> head.reply(in, MAX_REPLY));
  }

  /**
   * Calls and has the answer read.
   *
   * @throws ProbeException with {@link Finding.NoAnswer} if there is no answer by the deadline, or
   *     none that can be understood; or what the reader throws
   */
  <T> T exchange(WorkerHttpRequest request, CallDeadline deadline, Reader<T> reader)
      throws ProbeException {
    Tunnel.Connection connection = dial(request.server(), deadline);
    try (Cancellation.Hook _ = cancellation.onTrip(() -> closeSoon(connection))) {
      return converse(connection, request, deadline, reader);
    } finally {
      closeQuietly(connection);
    }
  }

  /**
   * Whether a server answers anything at all by the deadline: a path that neither server has is
   * refused by its router, without disk or runtime.
   */
  boolean answers(Tunnel.Server server, CallDeadline deadline) {
    try {
      call(WorkerHttpRequest.get(server, "/health-check"), deadline);
      return true;
    } catch (ProbeException e) {
      return e.finding() instanceof Finding.NoAnswer none
          && none.cause() == FailureCause.BAD_ANSWER;
    }
  }

  private <T> T converse(
      Tunnel.Connection connection,
      WorkerHttpRequest request,
      CallDeadline deadline,
      Reader<T> reader)
      throws ProbeException {
    Duration limit = deadline.left();
    Future<?> end = closeAt(deadline, connection);
    try {
      InputStream in = new BufferedInputStream(connection.in(), BUFFER);
      return reader.read(sent(request, connection, in), in);
    } catch (IOException e) {
      throw explained(e, deadline, limit);
    } catch (JacksonException e) {
      throw explained(
          e.getCause() instanceof IOException io
              ? io
              : new BadAnswerException(e.getOriginalMessage()),
          deadline,
          limit);
    } finally {
      end.cancel(false);
    }
  }

  /** Sends and reads the head: a server that refuses what is sent may do so before all is sent. */
  private static ResponseHead sent(
      WorkerHttpRequest request, Tunnel.Connection connection, InputStream in) throws IOException {
    try {
      request.writeTo(connection.out());
    } catch (IOException unsent) {
      try {
        return ResponseHead.read(in);
      } catch (IOException e) {
        throw new IOException("the connection ended before the request was sent", unsent);
      }
    }
    return ResponseHead.read(in);
  }

  private Tunnel.Connection dial(Tunnel.Server server, CallDeadline deadline)
      throws ProbeException {
    if (cancellation.isTripped()) {
      throw unsent(FailureCause.CANCELLED, "called off");
    }
    if (deadline.passed()) {
      throw unsent(FailureCause.TIMED_OUT, "no time of the whole check was left for it");
    }
    try (Cancellation.Hook _ = cancellation.interruptOnTrip()) {
      return tunnel.dial(server, deadline.left());
    } catch (IOException e) {
      if (cancellation.isTripped()) {
        throw unsent(FailureCause.CANCELLED, "called off");
      }
      throw unsent(
          deadline.passed() ? FailureCause.TIMED_OUT : FailureCause.NOT_CONNECTED, text(e));
    }
  }

  private Future<?> closeAt(CallDeadline deadline, Tunnel.Connection connection)
      throws ProbeException {
    try {
      return timer.schedule(
          () -> closeSoon(connection), deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw unsent(FailureCause.CANCELLED, "the prober is closed");
    }
  }

  private ProbeException explained(IOException e, CallDeadline deadline, Duration limit) {
    FailureCause cause = FailureCause.CLOSED;
    String detail = text(e);
    if (cancellation.isTripped()) {
      cause = FailureCause.CANCELLED;
      detail = "called off";
    } else if (deadline.passed()) {
      cause = FailureCause.TIMED_OUT;
      detail = "no whole answer within " + limit.toMillis() + " ms";
    } else if (e instanceof BadAnswerException) {
      cause = FailureCause.BAD_ANSWER;
    }
    return new ProbeException(new Finding.NoAnswer(cause, detail, true));
  }

  private static ProbeException unsent(FailureCause cause, String detail) {
    return new ProbeException(new Finding.NoAnswer(cause, detail, false));
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** From the timer or within a lock, where closing must not block. */
  private static void closeSoon(Tunnel.Connection connection) {
    Thread.ofVirtual().name("probe-close").start(() -> closeQuietly(connection));
  }

  private static void closeQuietly(Tunnel.Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      log.atDebug().addKeyValue("problem", text(e)).log("a connection did not close well");
    }
  }
}
