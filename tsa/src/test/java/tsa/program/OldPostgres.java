package tsa.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Speaks just enough of Postgres's protocol to let anybody in and to answer every question with the
 * number of its version: old servers are not to be had from a package registry.
 */
final class OldPostgres implements AutoCloseable {
  private static final int INT4 = 23;

  private final ServerSocket socket;
  private final int version;

  private OldPostgres(ServerSocket socket, int version) {
    this.socket = socket;
    this.version = version;
  }

  /** Starts one of that {@code server_version_num}. */
  static OldPostgres start(int version) throws IOException {
    OldPostgres server =
        new OldPostgres(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), version);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        serve(
            new DataInputStream(client.getInputStream()),
            new DataOutputStream(client.getOutputStream()));
      } catch (IOException gone) {
        // the client has closed its connection, or the test this server
      }
    }
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    in.skipNBytes(in.readInt() - 4L); // the startup message
    message(out, 'R', body -> body.writeInt(0));
    parameter(out, "server_version", version / 10_000 + "." + version % 10_000);
    parameter(out, "server_encoding", "UTF8");
    parameter(out, "client_encoding", "UTF8");
    parameter(out, "DateStyle", "ISO");
    parameter(out, "integer_datetimes", "on");
    parameter(out, "standard_conforming_strings", "on");
    ready(out);
    for (int type = in.read(); type >= 0 && type != 'X'; type = in.read()) {
      in.skipNBytes(in.readInt() - 4L);
      if (type == 'Q') {
        message(out, 'C', body -> text(body, "SET"));
        ready(out);
      } else if (type == 'S') {
        answer(out);
      }
    }
  }

  /** To parse, bind, describe and execute. */
  private void answer(DataOutputStream out) throws IOException {
    byte[] number = Integer.toString(version).getBytes(US_ASCII);
    message(out, '1', body -> {});
    message(out, '2', body -> {});
    message(
        out,
        'T',
        body -> {
          body.writeShort(1);
          text(body, "version");
          body.writeInt(0);
          body.writeShort(0);
          body.writeInt(INT4);
          body.writeShort(4);
          body.writeInt(-1);
          body.writeShort(0);
        });
    message(
        out,
        'D',
        body -> {
          body.writeShort(1);
          body.writeInt(number.length);
          body.write(number);
        });
    message(out, 'C', body -> text(body, "SELECT 1"));
    ready(out);
  }

  private interface MessageBody {
    void write(DataOutputStream out) throws IOException;
  }

  private static void message(DataOutputStream out, char type, MessageBody body)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.write(new DataOutputStream(bytes));
    out.writeByte(type);
    out.writeInt(bytes.size() + 4);
    bytes.writeTo(out);
  }

  private static void parameter(DataOutputStream out, String name, String value)
      throws IOException {
    message(
        out,
        'S',
        body -> {
          text(body, name);
          text(body, value);
        });
  }

  private static void ready(DataOutputStream out) throws IOException {
    message(out, 'Z', body -> body.writeByte('I'));
    out.flush();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.writeByte(0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
