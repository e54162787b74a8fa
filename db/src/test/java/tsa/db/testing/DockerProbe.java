package tsa.db.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks whether a Docker engine answers, before Testcontainers is let near it: that takes minutes on
 * a socket which accepts and says nothing. Only unix sockets are asked; for an engine elsewhere
 * give a server by {@code TSA_TEST_JDBC_URL}.
 */
final class DockerProbe {
  private static final Duration LIMIT = Duration.ofMillis(750);
  private static final String UNIX = "unix://";
  private static final byte[] PING =
      "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(US_ASCII);

  private DockerProbe() {}

  static boolean answers(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", UNIX + "/var/run/docker.sock");
    if (!host.startsWith(UNIX)) {
      return false;
    }
    return answers(Path.of(host.substring(UNIX.length())), LIMIT);
  }

  /** Whether something at this socket answers with 200 within the limit. */
  static boolean answers(Path socket, Duration limit) {
    if (!Files.exists(socket)) {
      return false;
    }
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual().start(() -> answer.complete(ask(UnixDomainSocketAddress.of(socket))));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      // Closes the channel under a read that nobody answers.
      asking.interrupt();
    }
  }

  private static boolean ask(UnixDomainSocketAddress address) {
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(PING));
      ByteBuffer answer = ByteBuffer.allocate(64);
      while (answer.position() < 12 && channel.read(answer) >= 0) {
        // Until the status line has come.
      }
      String line = new String(answer.array(), 0, answer.position(), US_ASCII);
      return line.matches("(?s)HTTP/1\\.[01] 200.*");
    } catch (IOException e) {
      return false;
    }
  }
}
