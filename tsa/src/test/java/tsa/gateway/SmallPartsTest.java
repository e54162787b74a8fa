package tsa.gateway;

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
import tsa.control.LogBudget;

/** The small parts that everything else leans on. */
class SmallPartsTest {
  private static Doorkeeper door(int from, int percent, int max, int perAddress) {
    GatewayLimits.Login login =
        new GatewayLimits.Login(
            Duration.ofSeconds(1), from, percent, max, perAddress, 1, 1, Duration.ofSeconds(1));
    return new Doorkeeper(GatewayLimits.DEFAULTS.with(login), new Random(3), System::nanoTime);
  }

  @Test
  void theDoorClosesGradually() {
    Doorkeeper door = door(10, 0, 110, 1_000);
    assertThat(enter(door, 10)).isEqualTo(10);
    enter(door, 1_000);
    assertThat(door.waiting()).isEqualTo(110);
    assertThat(enter(door, 1_000)).isZero();
    IntStream.range(0, 50).forEach(i -> door.settled("a"));
    assertThat(admitted(door)).isBetween(400L, 600L); // half way: every second
    IntStream.range(0, 60).forEach(i -> door.settled("a"));
    assertThat(door.waiting()).isZero();
    assertThat(admitted(door)).isEqualTo(1_000L);
  }

  @Test
  void theDoorBeginsToCloseWithTheGivenChance() {
    Doorkeeper door = door(10, 30, 1_000_000, 1_000_000);
    enter(door, 10);
    assertThat(admitted(door)).isBetween(650L, 750L);
  }

  @Test
  void oneAddressFillsItsOwnPlacesOnly() {
    Doorkeeper door = door(100, 0, 110, 3);
    assertThat(enter(door, 10)).isEqualTo(3);
    assertThat(door.admits("b")).isTrue();
    door.settled("a");
    assertThat(door.admits("a")).isTrue();
    assertThat(door.admits("a")).isFalse();
    assertThat(door.waiting()).isEqualTo(4);
  }

  @Test
  void anAddressWhereAKeyWasProvenIsNotDroppedWhileThereIsRoom() {
    Doorkeeper door = door(10, 100, 20, 3);
    door.proven("a");
    assertThat(enter(door, 30)).isEqualTo(20);
    assertThat(door.admits("b")).isFalse();
    IntStream.range(0, 5).forEach(i -> door.settled("a"));
    assertThat(door.admits("b")).as("strangers are dropped from START on").isFalse();
    assertThat(enter(door, 30)).isEqualTo(5);
  }

  @Test
  void aProvenKeyIsRememberedForAnHour() {
    AtomicLong now = new AtomicLong();
    Doorkeeper door = new Doorkeeper(GatewayLimits.DEFAULTS, new Random(3), now::get);
    door.proven("a");
    assertThat(door.knows("b")).isFalse();
    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(door.knows("a")).isTrue();
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(door.knows("a")).isFalse();
  }

  @Test
  void anIpv6NetworkIsOneSource() throws Exception {
    assertThat(source("2001:db8:1:2::1")).isEqualTo(source("2001:db8:1:2:ffff::9"));
    assertThat(source("2001:db8:1:2::1")).isNotEqualTo(source("2001:db8:1:3::1"));
    assertThat(source("10.0.0.1")).isEqualTo("10.0.0.1").isNotEqualTo(source("10.0.0.2"));
  }

  private static String source(String ip) throws Exception {
    return Doorkeeper.source(new InetSocketAddress(InetAddress.getByName(ip), 1));
  }

  private static long enter(Doorkeeper door, int tries) {
    return IntStream.range(0, tries).filter(i -> door.admits("a")).count();
  }

  /** How many of a thousand are let in, if each of them leaves at once. */
  private static long admitted(Doorkeeper door) {
    return IntStream.range(0, 1_000)
        .filter(i -> door.admits("a"))
        .peek(i -> door.settled("a"))
        .count();
  }

  @Test
  void handshakesAreSpreadOverTime() {
    AtomicLong now = new AtomicLong(-5);
    HandshakePace pace = new HandshakePace(100, now::get);
    for (int i = 0; i <= 10; i++) {
      assertThat(pace.next()).isZero(); // a tenth of a second's worth at once
    }
    assertThat(pace.next()).isEqualTo(Duration.ofMillis(10));
    assertThat(pace.next()).isEqualTo(Duration.ofMillis(20));
    now.addAndGet(Duration.ofMillis(20).toNanos());
    assertThat(pace.next()).isEqualTo(Duration.ofMillis(10));
    now.addAndGet(Duration.ofHours(1).toNanos());
    for (int i = 0; i <= 10; i++) {
      assertThat(pace.next()).isZero();
    }
    assertThat(pace.next()).isPositive();
  }

  @Test
  void strangersCannotFillTheLog() {
    AtomicLong now = new AtomicLong();
    LogBudget budget = new LogBudget(2, Duration.ofSeconds(1), now::get);
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
