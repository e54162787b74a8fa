package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import tsa.testing.RawHttp;

/** The port of its own for metrics tells them to anybody, and nothing else. */
class MetricsServerTest {
  private static MetricsServer server(int port) {
    return new MetricsServer(
        InetSocketAddress.createUnresolved("127.0.0.1", port), () -> "tsa_up 1\n");
  }

  private static String ask(MetricsServer server, String method, String path) {
    return RawHttp.exchange(server.port(), RawHttp.request(method, path, ""));
  }

  @Test
  void metricsAreAllThereIs() throws IOException {
    try (MetricsServer server = server(0)) {
      server.start();
      String answer = ask(server, "GET", "/metrics");
      assertThat(RawHttp.status(answer)).isEqualTo(200);
      assertThat(answer).contains("Content-Type: text/plain; version=0.0.4");
      assertThat(RawHttp.body(answer)).isEqualTo("tsa_up 1\n");
      assertThat(RawHttp.status(ask(server, "GET", "/api/v1/workers"))).isEqualTo(404);
      assertThat(RawHttp.status(ask(server, "POST", "/metrics"))).isEqualTo(404);
      assertThat(RawHttp.status(ask(server, "GET", "/metrics/../livez"))).isGreaterThan(399);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (MetricsServer first = server(0)) {
      first.start();
      try (MetricsServer second = server(first.port())) {
        assertThatThrownBy(second::start)
            .isInstanceOf(IOException.class)
            .hasMessage("cannot listen on 127.0.0.1:" + first.port() + " for metrics");
      }
    }
  }
}
