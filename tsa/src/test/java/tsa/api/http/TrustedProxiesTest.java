package tsa.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a proxy speaks for, and who only says so. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/9", "192.0.2.7", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // peer | headers, one after the other | client
        "10.0.0.1    | 203.0.113.9                    | 203.0.113.9",
        "10.127.0.1  | 203.0.113.9                    | 203.0.113.9",
        "10.128.0.1  | 203.0.113.9                    | 10.128.0.1",
        "192.0.2.7   | 203.0.113.9                    | 203.0.113.9",
        "192.0.2.8   | 203.0.113.9                    | 192.0.2.8",
        "fd12::1     | 2001:db8::5                    | 2001:db8::5",
        "10.0.0.1    | 1.2.3.4, 203.0.113.9           | 203.0.113.9",
        "10.0.0.1    | 1.2.3.4, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
        "10.0.0.1    | 1.2.3.4;203.0.113.9            | 203.0.113.9",
        "10.0.0.1    | 203.0.113.9, evil.example      | 10.0.0.1",
        "10.0.0.1    | 203.0.113.9,                   | 10.0.0.1",
        "10.0.0.1    | 10.0.0.5                       | 10.0.0.5",
      })
  void theLastWhoIsNoProxyIsTheClient(String peer, String headers, String client) {
    assertThat(PROXIES.client(peer, List.of(headers.split(";")))).isEqualTo(client);
  }

  @Test
  void withoutTrustedProxiesNobodyIsBelieved() {
    assertThat(TrustedProxies.NONE.client("10.0.0.1", List.of("203.0.113.9")))
        .isEqualTo("10.0.0.1");
    assertThat(PROXIES.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::1/129",
        "1.2.3.4/8/9",
        "10/8x"
      })
  void whatIsNoNetworkIsRefused(String written) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(written)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.0/8");
  }
}
