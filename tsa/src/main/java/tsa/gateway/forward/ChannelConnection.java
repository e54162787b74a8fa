package tsa.gateway.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import tsa.control.port.Tunnel;

/** An open {@link ForwardedChannel} as a pair of blocking streams. Thread-safe. */
final class ChannelConnection implements Tunnel.Connection {
  private final ForwardedChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  ChannelConnection(ForwardedChannel channel) {
    this.channel = channel;
  }

  @Override
  public InputStream in() {
    return channel.getInvertedOut();
  }

  /** Closing this stream alone tells the server that nothing more comes, and goes on reading. */
  @Override
  public OutputStream out() {
    return channel.getInvertedIn();
  }

  /** Ends readers and writers at once, tells the worker, and does not wait for its answer. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      // First the window: closing a channel flushes it, which would wait for a worker that does
      // not read.
      channel.getRemoteWindow().close();
      channel.close(false);
      channel.getInvertedOut().close();
    }
  }
}
