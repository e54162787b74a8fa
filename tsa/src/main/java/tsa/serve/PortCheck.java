package tsa.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import tsa.settings.ServerOptions;

/** Tries whether the addresses of the settings can be listened on. */
final class PortCheck {
  private PortCheck() {}

  /**
   * Tries all of them, before anything is opened: a wrong one must not be found by the first worker
   * that registers.
   *
   * @throws IOException with a sentence for the operator
   */
  static void requireFree(ServerOptions options) throws IOException {
    requireFree(options.bindIp(), options.bindPort(), "REST");
    requireFree(options.tsaBindIp(), options.tsaBindPort(), "workers");
    if (options.forwardListen()) {
      requireFree(options.forwardBindIp(), 0, "forwarded ports");
    }
  }

  private static void requireFree(String ip, int port, String whom) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(ip), port));
    } catch (IOException e) {
      throw new IOException("cannot listen on " + ip + ":" + port + " for " + whom, e);
    }
  }
}
