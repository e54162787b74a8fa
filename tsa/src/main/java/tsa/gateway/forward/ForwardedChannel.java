package tsa.gateway.forward;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.client.channel.AsyncCapableClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import tsa.gateway.protocol.HostPort;

/**
 * A connection through a forward, opened from our side (RFC 4254 §7.2). It announces the address
 * that the worker asked for, which is what its client looks for
 * (docs/protocol/registration.md#forwards-and-global-requests); the library's own channel would
 * announce the address that was bound.
 */
final class ForwardedChannel extends AsyncCapableClientChannel {
  /** How long the worker may leave a full window unread; the library's 30 s cut slow uploads. */
  private static final Duration MAX_STALL = Duration.ofHours(1);

  private static final String TYPE = "forwarded-tcpip";

  private final HostPort announced;
  private final HostPort originator;

  /**
   * @param originator must have a port of at least 1: Go's client refuses 0
   */
  ForwardedChannel(HostPort announced, HostPort originator) {
    super(TYPE, false);
    this.announced = announced;
    this.originator = originator;
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(this, MAX_STALL);
  }

  @Override
  public synchronized OpenFuture open() throws IOException {
    openFuture = new DefaultOpenFuture(this, futureLock);
    LocalWindow window = getLocalWindow();
    Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
    packet.putString(TYPE);
    packet.putUInt(getChannelId());
    packet.putUInt(window.getSize());
    packet.putUInt(window.getPacketSize());
    packet.putString(announced.host());
    packet.putUInt(announced.port());
    packet.putString(originator.host());
    packet.putUInt(originator.port());
    writePacket(packet);
    return openFuture;
  }

  /**
   * The worker sends nothing more, but may still read: the library tells the reader at the close.
   */
  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    OutputStream received = out;
    if (received != null) {
      received.close();
    }
  }

  /** Data that arrives while we close goes nowhere; that must not cost the whole session. */
  @Override
  protected void doWriteData(byte[] data, int off, long len) throws IOException {
    try {
      super.doWriteData(data, off, len);
    } catch (IOException e) {
      if (!isClosing()) {
        throw e;
      }
    }
  }
}
