package tsa.gateway.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.connection.SshConnection;
import tsa.gateway.keys.KeyIdentity;

/**
 * What a command sees of its channel. Writing blocks, at most for the library's 30 s when the peer
 * does not read. For use by the command's own thread, except the futures.
 *
 * @param connection the connection
 * @param identity who it is
 * @param stdin what the worker sends
 * @param out stdout
 * @param err stderr
 * @param gone completed when the worker sends a signal, closes the channel or is lost; also when
 *     that happens before the command begins (B3)
 * @param closed completed when nothing can be written any more
 */
public record CommandIo(
    SshConnection connection,
    KeyIdentity identity,
    Stdin stdin,
    OutputStream out,
    OutputStream err,
    CompletableFuture<Gone> gone,
    CompletableFuture<Void> closed) {

  /** Writes a line to stdout, which for most commands must hold nothing but JSON. */
  void print(String line) throws IOException {
    write(out, line);
  }

  /** Writes a line for a person to stderr, which stock workers pass on to their own. */
  void tell(String line) throws IOException {
    write(err, line.replaceAll("\\p{Cntrl}", " "));
  }

  private static void write(OutputStream stream, String line) throws IOException {
    stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }
}
