package tsa.db.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for a Docker engine. */
final class DockerProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path dir;

  @Test
  void noSocket() {
    assertThat(DockerProbe.answers(dir.resolve("none.sock"), LONG)).isFalse();
  }

  @Test
  void anEngineElsewhereIsNotAsked() {
    assertThat(DockerProbe.answers(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"))).isFalse();
  }

  @Test
  void anEngine() throws Exception {
    assertThat(probeOf("HTTP/1.1 200 OK\r\n\r\nOK")).isTrue();
  }

  @Test
  void anEngineInTrouble() throws Exception {
    assertThat(probeOf("HTTP/1.1 503 Service Unavailable\r\n\r\n")).isFalse();
  }

  @Test
  void somethingThatHangsUp() throws Exception {
    assertThat(probeOf("")).isFalse();
  }

  @Test
  void somethingThatAcceptsAndSaysNothing() throws Exception {
    try (ServerSocketChannel silent = listen()) {
      assertThat(silent.isOpen()).isTrue();
      assertThat(DockerProbe.answers(dir.resolve("docker.sock"), Duration.ofMillis(100))).isFalse();
    }
  }

  private boolean probeOf(String answer) throws Exception {
    try (ServerSocketChannel server = listen()) {
      Thread engine = Thread.ofVirtual().start(() -> answer(server, answer));
      boolean answers = DockerProbe.answers(dir.resolve("docker.sock"), LONG);
      engine.join();
      return answers;
    }
  }

  private ServerSocketChannel listen() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(dir.resolve("docker.sock")));
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (var client = server.accept()) {
      // The question is read first: hanging up on it would be a reset, not an end.
      client.read(ByteBuffer.allocate(256));
      client.write(ByteBuffer.wrap(answer.getBytes(US_ASCII)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
