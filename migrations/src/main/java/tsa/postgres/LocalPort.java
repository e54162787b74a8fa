package tsa.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The local port of the embedded server, remembered in a file so that it stays the same from start
 * to start as long as nobody else takes it.
 *
 * @param file where it is remembered
 */
record LocalPort(Path file) {
  private static final int ANY = 0;

  /** The remembered port if it is free, else a free one, which is remembered from now on. */
  int choose() {
    try {
      int remembered = remembered();
      if (remembered != ANY && isFree(remembered)) {
        return remembered;
      }
      int free = bindOnce(ANY);
      Files.writeString(file, free + "\n");
      return free;
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "find a free port and write it to", file);
    }
  }

  private int remembered() throws IOException {
    if (!Files.exists(file)) {
      return ANY;
    }
    try {
      int port = Integer.parseInt(Files.readString(file).strip());
      return port > 0 && port < 65536 ? port : ANY;
    } catch (NumberFormatException e) {
      // Half written or edited: as good as not remembered.
      return ANY;
    }
  }

  private static boolean isFree(int port) {
    try {
      return bindOnce(port) == port;
    } catch (IOException e) {
      return false;
    }
  }

  private static int bindOnce(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket.getLocalPort();
    }
  }
}
