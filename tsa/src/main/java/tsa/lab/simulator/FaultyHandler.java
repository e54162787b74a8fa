package tsa.lab.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import tsa.lab.simulator.http.AbruptCloseException;
import tsa.lab.simulator.http.ConnectionGate;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;

/**
 * Puts the faults of transport and answers around a healthy handler. Connectivity faults act before
 * the work, so the work is done late; faults of the answer act after it, so the work is done and
 * only the client is misled. Redirects and huge errors come instead of the work.
 */
final class FaultyHandler implements ServerHandler, ConnectionGate {
  /** An endless body ends here after all, in case the client reads it to the end. */
  private static final long ENDLESS = 1L << 30;

  private final WorkerServer server;
  private final Faults faults;
  private final ServerHandler healthy;

  FaultyHandler(WorkerServer server, Faults faults, ServerHandler healthy) {
    this.server = server;
    this.faults = faults;
    this.healthy = healthy;
  }

  @Override
  public boolean onConnect() throws AbruptCloseException, InterruptedException {
    // Through the tunnel a refused dial is retried each second with the channel held open.
    faults.hold(server, Fault.REFUSE);
    return !isOn(Fault.ACCEPT_THEN_CLOSE);
  }

  @Override
  public boolean onRequest() {
    // A connection from before: the process at its end has died.
    return !isOn(Fault.REFUSE) && !isOn(Fault.ACCEPT_THEN_CLOSE);
  }

  @Override
  public ServerResponse handle(ServerRequest request) throws IOException, InterruptedException {
    faults.hold(server, Fault.ACCEPT_THEN_HANG);
    faults.delay(server, Fault.SLOW);
    if (isOn(Fault.REDIRECT)) {
      return ServerResponse.empty(302).with("Location", "http://127.0.0.1:1/elsewhere");
    }
    OptionalLong huge = faults.argument(server, Fault.HUGE_ERROR);
    if (huge.isPresent()) {
      String text = "x".repeat((int) Math.min(huge.getAsLong(), 1 << 16) * 1024);
      return server == WorkerServer.GARDEN
          ? GardenException.untyped(text).toResponse()
          : BaggageclaimReply.error(500, text);
    }
    return spoil(healthy.handle(request));
  }

  private ServerResponse spoil(ServerResponse response) {
    if (!(response.body() instanceof ServerResponse.Bytes(byte[] content))) {
      return response;
    }
    if (isOn(Fault.GARBAGE_JSON)) {
      return with(response, "{\"Handles\": [<html>502 Bad Gateway</html>");
    } else if (isOn(Fault.WRONG_TYPES)) {
      return with(response, "{\"Handles\":{\"a\":1},\"Handle\":[7],\"handle\":7,\"path\":null}\n");
    } else if (isOn(Fault.TRUNCATED_BODY)) {
      return streamed(response, OptionalLong.of(content.length + 1L), out -> cut(out, content));
    } else if (isOn(Fault.DRIP)) {
      return streamed(response, OptionalLong.of(content.length), out -> drip(out, content));
    } else if (isOn(Fault.ENDLESS_BODY)) {
      return streamed(response, OptionalLong.empty(), FaultyHandler::flood);
    }
    return response;
  }

  private static ServerResponse with(ServerResponse response, String body) {
    return response.withBody(new ServerResponse.Bytes(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static ServerResponse streamed(
      ServerResponse response, OptionalLong length, ServerResponse.Writer writer) {
    return response.withBody(new ServerResponse.Streamed(length, writer));
  }

  private static void cut(OutputStream out, byte[] content) throws IOException {
    out.write(content, 0, content.length / 2);
    out.flush();
    throw new AbruptCloseException("truncated on purpose");
  }

  private void drip(OutputStream out, byte[] content) throws IOException, InterruptedException {
    for (byte b : content) {
      faults.delay(server, Fault.DRIP);
      out.write(b);
      out.flush();
    }
  }

  private static void flood(OutputStream out) throws IOException {
    byte[] block = "[\"more\",".repeat(512).getBytes(StandardCharsets.UTF_8);
    for (long sent = 0; sent < ENDLESS; sent += block.length) {
      out.write(block);
      out.flush();
    }
  }

  private boolean isOn(Fault fault) {
    return faults.isOn(server, fault);
  }
}
