package tsa.gateway;

import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.forward.Forward;
import tsa.gateway.protocol.HostPort;

/**
 * Answers the requests of a whole connection: forwards, signs of life, and nothing else
 * (docs/protocol/registration.md#forwards-and-global-requests). Stateless.
 */
final class GlobalRequests implements RequestHandler<ConnectionService> {
  private static final Logger log = LoggerFactory.getLogger(GlobalRequests.class);
  private static final long MAX_PORT = 65_535;
  private static final int MAX_HOST = 255;

  @Override
  public Result process(
      ConnectionService service, String request, boolean wantReply, Buffer buffer) {
    if (request.equals("tcpip-forward")) {
      return forward(service, wantReply, buffer);
    }
    return request.contains("keepalive") ? Result.ReplySuccess : Result.ReplyFailure;
  }

  private static Result forward(ConnectionService service, boolean wantReply, Buffer buffer) {
    try {
      String host = buffer.getString();
      long port = buffer.getUInt();
      Optional<SshConnection> connection = SshConnection.of(service.getSession());
      if (connection.isEmpty()
          || port > MAX_PORT
          || host.length() > MAX_HOST
          || !may(connection.get())) {
        return Result.ReplyFailure;
      }
      Optional<Forward> forward =
          connection.get().forwards().request(service, new HostPort(host, (int) port));
      return forward.isPresent()
          ? reply(service.getSession(), forward.get().port(), wantReply)
          : Result.ReplyFailure;
    } catch (BufferException malformed) {
      return Result.ReplyFailure;
    } catch (Exception e) {
      log.atWarn().setCause(e).log("a forward cannot be made");
      return Result.ReplyFailure;
    }
  }

  private static boolean may(SshConnection connection) {
    return connection.identity().map(identity -> identity.options().forwards()).orElse(false);
  }

  /** The port is always told, as Concourse does, also where RFC 4254 §7.1 leaves it out. */
  private static Result reply(Session session, int port, boolean wantReply) throws Exception {
    if (wantReply) {
      Buffer reply = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS, Integer.BYTES);
      reply.putUInt(port);
      session.writePacket(reply);
    }
    return Result.Replied;
  }
}
