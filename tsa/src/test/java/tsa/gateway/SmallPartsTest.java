package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts that everything else leans on. */
class SmallPartsTest {
  @Test
  void theDoorClosesGradually() {
    Doorkeeper door =
        new Doorkeeper(
            GatewayLimits.DEFAULTS.with(new GatewayLimits.Login(Duration.ofSeconds(1), 10, 110)),
            new Random(3));
    IntStream.range(0, 9).forEach(i -> door.began());
    assertThat(admitted(door)).isEqualTo(1_000L);
    IntStream.range(0, 51).forEach(i -> door.began());
    assertThat(admitted(door)).isBetween(400L, 600L); // half way: every second
    IntStream.range(0, 50).forEach(i -> door.began());
    assertThat(admitted(door)).isZero();
    IntStream.range(0, 110).forEach(i -> door.settled());
    assertThat(door.waiting()).isZero();
    assertThat(admitted(door)).isEqualTo(1_000L);
  }

  private static long admitted(Doorkeeper door) {
    return IntStream.range(0, 1_000).filter(i -> door.admits()).count();
  }

  @Test
  void aTurnstileCountsAndEmpties() {
    Turnstile turnstile = new Turnstile(2);
    assertThat(turnstile.enter()).isTrue();
    assertThat(turnstile.enter()).isTrue();
    assertThat(turnstile.enter()).isFalse();
    turnstile.leave();
    assertThat(turnstile.enter()).isTrue();
    turnstile.shut();
    turnstile.leave();
    assertThat(turnstile.enter()).isFalse();
    assertThat(turnstile.empty()).isNotDone();
    turnstile.leave();
    assertThat(turnstile.empty()).isCompleted();
    assertThat(turnstile.inside()).isZero();
  }

  @Test
  void whatPeersWriteIsMadeHarmless() {
    assertThat(Printable.of("a\nb\u001b[2J\u202ec\u0000é"))
        .isEqualTo("a\\u000ab\\u001b[2J\\u202ec\\u0000é");
    assertThat(Printable.of("x".repeat(5_000))).hasSize(Printable.MAX + 1).endsWith("…");
    assertThat(Printable.of(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:7777, 0.0.0.0, 7777",
    "localhost:0, localhost, 0",
    "[::]:7777, ::, 7777",
    ":7777, '', 7777"
  })
  void addressesAreReadAsGoWritesThem(String text, String host, int port) {
    HostPort address = HostPort.parse(text).orElseThrow();
    assertThat(address).isEqualTo(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:", "a:b", "a:-1", "a:65536", "a:999999999999", "a:7777x"})
  void otherTextsAreNoAddresses(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{}rest', 2",
    "' {\"a\":\"}\\\"\\\\\"}x', 14",
    "'[{},[1]] ', 8",
    "'null\n5', 5",
    "'\"a\nb\"\n', 6",
    "'}', 1",
    "'{\"a\":', -1",
    "'{\"a\":\"}', -1",
    "'\n\n {', -1"
  })
  void theEndOfTheFirstJsonValueIsFound(String text, int end) {
    JsonEnd scanner = new JsonEnd();
    byte[] bytes = text.replace("\\n", "\n").getBytes(UTF_8);
    int used = 0;
    for (int i = 0; i < bytes.length; i++) {
      used += scanner.scan(bytes, i, 1); // byte by byte, as it may arrive
    }
    assertThat(scanner.reached()).isEqualTo(end >= 0);
    if (end >= 0) {
      assertThat(used).isEqualTo(end);
    }
  }
}
