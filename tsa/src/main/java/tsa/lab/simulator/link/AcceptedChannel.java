package tsa.lab.simulator.link;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.ChannelPipedInputStream;
import org.apache.sshd.common.channel.ChannelPipedOutputStream;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/** A connection that came through a forward, as a pair of blocking streams. */
final class AcceptedChannel extends AbstractServerChannel {
  private @Nullable ChannelPipedInputStream in;
  private @Nullable ChannelPipedOutputStream received;
  private @Nullable ChannelOutputStream out;

  AcceptedChannel() {
    super("", List.of(), null);
  }

  /** Like Go's client it refuses an address that it never asked for, and originator port 0. */
  @Override
  protected OpenFuture doInit(Buffer buffer) {
    String host = buffer.getString();
    int port = buffer.getInt();
    buffer.getString();
    int originatorPort = buffer.getInt();
    LinkConnection link = LinkConnection.of(getSession());
    if (link == null || originatorPort < 1 || !link.asked(host, port)) {
      OpenFuture refused = new DefaultOpenFuture(this, this);
      refused.setException(
          new SshChannelOpenException(
              getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "no forward for address"));
      return refused;
    }
    ChannelPipedInputStream input = new ChannelPipedInputStream(this, getLocalWindow());
    in = input;
    received = new ChannelPipedOutputStream(input);
    ChannelOutputStream output =
        new ChannelOutputStream(
            this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
    out = output;
    OpenFuture opened = super.doInit(buffer);
    link.accepted(port, input, new Freezable(output, link), this::end);
    return opened;
  }

  /** What is written to a frozen worker's connection stays with the worker. */
  private static final class Freezable extends FilterOutputStream {
    private final LinkConnection link;

    Freezable(OutputStream out, LinkConnection link) {
      super(out);
      this.link = link;
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      link.awaitThaw();
      out.write(bytes, start, length);
    }
  }

  private void end() throws IOException {
    getRemoteWindow().close();
    close(false);
    InputStream input = in;
    if (input != null) {
      input.close();
    }
  }

  @Override
  protected void doWriteData(byte[] data, int off, long len) throws IOException {
    OutputStream to = received;
    if (isClosing() || to == null) {
      return;
    }
    try {
      to.write(data, off, (int) len);
    } catch (IOException e) {
      if (!isClosing()) {
        throw e;
      }
    }
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int off, long len) {
    throw new UnsupportedOperationException("a forwarded connection has no stderr");
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    endInput();
  }

  private void endInput() throws IOException {
    Closeable to = received;
    if (to != null) {
      to.close();
    }
  }

  @Override
  protected org.apache.sshd.common.Closeable getInnerCloseable() {
    return builder().run(toString(), this::wake).close(super.getInnerCloseable()).build();
  }

  /** Nobody may go on waiting for a channel that closes. */
  private void wake() {
    try {
      endInput();
      getRemoteWindow().close();
      OutputStream output = out;
      if (output != null) {
        output.close();
      }
    } catch (IOException e) {
      log.debug("closing {}: {}", this, e.toString());
    }
  }
}
