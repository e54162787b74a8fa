package tsa.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody is given who asks for any: they are below those that the system hands out, so
 * they stay free while a process that used one is started again.
 */
final class StablePort {
  private static final int FIRST = 12_000;
  private static final int LAST = 31_000;
  private static final int TRIES = 100;

  private StablePort() {}

  /** One that is free now, on the loopback. */
  static int next() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port is free between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
