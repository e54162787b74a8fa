package tsa.gateway.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.LogRateLimit;
import tsa.gateway.command.JsonEnd;
import tsa.gateway.forward.InFlightLimit;
import tsa.gateway.protocol.HostPort;
import tsa.gateway.protocol.PrintableText;
import tsa.gateway.settings.GatewayLimits;

/** The small parts that everything else leans on. */
class SmallPartsTest {
  private static ConnectionLimiter door(int from, int percent, int max, int perAddress) {
    GatewayLimits.LoginLimits login =
        new GatewayLimits.LoginLimits(
            Duration.ofSeconds(1), from, percent, max, perAddress, 1, 1, Duration.ofSeconds(1));
    return new ConnectionLimiter(
        GatewayLimits.DEFAULTS.with(login), new Random(3), System::nanoTime);
  }

  @Test
  void theDoorClosesGradually() {
    ConnectionLimiter limiter = door(10, 0, 110, 1_000);
    assertThat(enter(limiter, 10)).isEqualTo(10);
    enter(limiter, 1_000);
    assertThat(limiter.waiting()).isEqualTo(110);
    assertThat(enter(limiter, 1_000)).isZero();
    IntStream.range(0, 50).forEach(i -> limiter.settled("a"));
    assertThat(admitted(limiter)).isBetween(400L, 600L); // half way: every second
    IntStream.range(0, 60).forEach(i -> limiter.settled("a"));
    assertThat(limiter.waiting()).isZero();
    assertThat(admitted(limiter)).isEqualTo(1_000L);
  }

  @Test
  void theDoorBeginsToCloseWithTheGivenChance() {
    ConnectionLimiter limiter = door(10, 30, 1_000_000, 1_000_000);
    enter(limiter, 10);
    assertThat(admitted(limiter)).isBetween(650L, 750L);
  }

  @Test
  void oneAddressFillsItsOwnPlacesOnly() {
    ConnectionLimiter limiter = door(100, 0, 110, 3);
    assertThat(enter(limiter, 10)).isEqualTo(3);
    assertThat(limiter.admits("b")).isTrue();
    limiter.settled("a");
    assertThat(limiter.admits("a")).isTrue();
    assertThat(limiter.admits("a")).isFalse();
    assertThat(limiter.waiting()).isEqualTo(4);
  }

  @Test
  void anAddressWhereAKeyWasProvenIsNotDroppedWhileThereIsRoom() {
    ConnectionLimiter limiter = door(10, 100, 20, 3);
    limiter.proven("a");
    assertThat(enter(limiter, 30)).isEqualTo(20);
    assertThat(limiter.admits("b")).isFalse();
    IntStream.range(0, 5).forEach(i -> limiter.settled("a"));
    assertThat(limiter.admits("b")).as("strangers are dropped from START on").isFalse();
    assertThat(enter(limiter, 30)).isEqualTo(5);
  }

  @Test
  void aProvenKeyIsRememberedForAnHour() {
    AtomicLong now = new AtomicLong();
    ConnectionLimiter limiter =
        new ConnectionLimiter(GatewayLimits.DEFAULTS, new Random(3), now::get);
    limiter.proven("a");
    assertThat(limiter.knows("b")).isFalse();
    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(limiter.knows("a")).isTrue();
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(limiter.knows("a")).isFalse();
  }

  @Test
  void anIpv6NetworkIsOneSource() throws Exception {
    assertThat(source("2001:db8:1:2::1")).isEqualTo(source("2001:db8:1:2:ffff::9"));
    assertThat(source("2001:db8:1:2::1")).isNotEqualTo(source("2001:db8:1:3::1"));
    assertThat(source("10.0.0.1")).isEqualTo("10.0.0.1").isNotEqualTo(source("10.0.0.2"));
  }

  private static String source(String ip) throws Exception {
    return ConnectionLimiter.source(new InetSocketAddress(InetAddress.getByName(ip), 1));
  }

  private static long enter(ConnectionLimiter limiter, int tries) {
    return IntStream.range(0, tries).filter(i -> limiter.admits("a")).count();
  }

  /** How many of a thousand are let in, if each of them leaves at once. */
  private static long admitted(ConnectionLimiter limiter) {
    return IntStream.range(0, 1_000)
        .filter(i -> limiter.admits("a"))
        .peek(i -> limiter.settled("a"))
        .count();
  }

  @Test
  void handshakesAreSpreadOverTime() {
    AtomicLong now = new AtomicLong(-5);
    HandshakePacer pacer = new HandshakePacer(100, now::get);
    for (int i = 0; i <= 10; i++) {
      assertThat(pacer.next()).isZero(); // a tenth of a second's worth at once
    }
    assertThat(pacer.next()).isEqualTo(Duration.ofMillis(10));
    assertThat(pacer.next()).isEqualTo(Duration.ofMillis(20));
    now.addAndGet(Duration.ofMillis(20).toNanos());
    assertThat(pacer.next()).isEqualTo(Duration.ofMillis(10));
    now.addAndGet(Duration.ofHours(1).toNanos());
    for (int i = 0; i <= 10; i++) {
      assertThat(pacer.next()).isZero();
    }
    assertThat(pacer.next()).isPositive();
  }

  @Test
  void strangersCannotFillTheLog() {
    AtomicLong now = new AtomicLong();
    LogRateLimit budget = new LogRateLimit(2, Duration.ofSeconds(1), now::get);
    assertThat(budget.line()).hasValue(0);
    assertThat(budget.line()).hasValue(0);
    assertThat(budget.line()).isEmpty();
    assertThat(budget.line()).isEmpty();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(budget.line()).hasValue(2);
    assertThat(budget.line()).hasValue(0);
  }

  @Test
  void aTurnstileCountsAndEmpties() {
    InFlightLimit turnstile = new InFlightLimit(2);
    assertThat(turnstile.tryAcquire()).isTrue();
    assertThat(turnstile.tryAcquire()).isTrue();
    assertThat(turnstile.tryAcquire()).isFalse();
    turnstile.release();
    assertThat(turnstile.tryAcquire()).isTrue();
    turnstile.shut();
    turnstile.release();
    assertThat(turnstile.tryAcquire()).isFalse();
    assertThat(turnstile.drained()).isNotDone();
    turnstile.release();
    assertThat(turnstile.drained()).isCompleted();
    assertThat(turnstile.inFlight()).isZero();
  }

  @Test
  void whatPeersWriteIsMadeHarmless() {
    assertThat(PrintableText.of("a\nb\u001b[2J\u202ec\u0000é"))
        .isEqualTo("a\\u000ab\\u001b[2J\\u202ec\\u0000é");
    assertThat(PrintableText.of("x".repeat(5_000))).hasSize(PrintableText.MAX + 1).endsWith("…");
    assertThat(PrintableText.of(null)).isEmpty();
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
