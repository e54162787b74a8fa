package tsa.gateway.command;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.worker.GoDuration;

/**
 * Collects the one JSON value that a worker sends, and drops what follows it, as Go's decoder does.
 * Never blocks the thread that delivers; no worker can make it grow beyond its limit.
 */
public final class Stdin implements ChannelDataReceiver {
  private final int limit;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final JsonEnd end = new JsonEnd();
  private final CompletableFuture<byte[]> value = new CompletableFuture<>();
  private volatile boolean tooLarge;

  public Stdin(int limit) {
    this.limit = limit;
  }

  @Override
  public int data(ChannelSession channel, byte[] bytes, int start, int length) {
    if (!value.isDone()) {
      int used = end.scan(bytes, start, length);
      collected.write(bytes, start, used);
      if (collected.size() > limit) {
        tooLarge = true;
        value.complete(new byte[0]);
      } else if (end.reached()) {
        value.complete(collected.toByteArray());
      }
    }
    return length; // taken, so that the peer may go on sending what is dropped
  }

  /** The worker sends nothing more. */
  @Override
  public void close() {
    value.complete(collected.toByteArray());
  }

  /**
   * The value as it was sent, complete or not.
   *
   * @throws CommandRefusedException if it is too large or does not come within the time
   */
  byte[] await(Duration time) throws CommandRefusedException, InterruptedException {
    byte[] bytes = get(time);
    if (tooLarge) {
      throw new CommandRefusedException(
          "the worker object on stdin is larger than " + limit + " bytes");
    }
    return bytes;
  }

  private byte[] get(Duration time) throws CommandRefusedException, InterruptedException {
    try {
      return value.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandRefusedException(
          "no complete JSON object came on stdin within " + GoDuration.print(time));
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with a failure", e);
    }
  }
}
