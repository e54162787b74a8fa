package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.gateway.command.ParsedCommand;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.KeyOptions;
import tsa.gateway.keys.KeyOptionsParser;
import tsa.worker.WorkerState;

/** What the options before a key allow, and that the gateway holds them. */
class KeyOptionsTest {
  @TempDir private Path folder;
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static KeyOptions options(String text) throws KeyFileException {
    return KeyOptionsParser.parse(text, "here");
  }

  private void global(String options) throws Exception {
    Files.writeString(rig.globalKeys, options + " " + TestKeys.line(TestKeys.GLOBAL) + "\n");
    rig.gateway.reloadKeys();
  }

  @ParameterizedTest
  @CsvSource({
    "'*', anything, true",
    "'web-*,db-?', web-, true",
    "'web-*,db-?', db-1, true",
    "'web-*,db-?', db-10, false",
    "'*,!*-old', web-1, true",
    "'*,!*-old', web-old, false",
    "'!web-old,web-*', web-old, false",
    "'a*b*c', abbcbc, true",
    "'a*b*c', abbcb, false",
    "'a.c', abc, false",
    "'W', w, false",
  })
  void namesMatchAsInOpenssh(String patterns, String name, boolean covered) throws Exception {
    assertThat(options("worker-names=\"" + patterns + "\"").covers(name)).isEqualTo(covered);
  }

  @Test
  void aHostilePatternAndNameTakeNoTime() throws Exception {
    KeyOptions many = options("worker-names=\"" + "*a".repeat(100) + "\"");
    assertThat(many.covers("a".repeat(254) + "b")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "20301231Z, 2030-12-31T00:00:00Z",
    "203012312359Z, 2030-12-31T23:59:00Z",
    "20301231235958Z, 2030-12-31T23:59:58Z",
  })
  void timesReadAsInOpenssh(String text, Instant expiry) throws Exception {
    KeyOptions read = options("Expiry-Time=\"" + text + "\",no-pty");
    assertThat(read.expiry()).isEqualTo(expiry);
    assertThat(read.hasExpired(expiry.minusNanos(1))).isFalse();
    assertThat(read.hasExpired(expiry)).isTrue();
    assertThat(options("expiry-time=\"20310101Z\",expiry-time=\"" + text + "\"").expiry())
        .isEqualTo(expiry);
  }

  @ParameterizedTest
  @CsvSource({
    "no-pty, true",
    "'no-pty,no-agent-forwarding,no-X11-forwarding,no-user-rc', true",
    "restrict, false",
    "no-port-forwarding, false",
    "'restrict,port-forwarding', true",
    "'port-forwarding,restrict', false",
  })
  void forwardsAreAllowedAsInOpenssh(String text, boolean forwards) throws Exception {
    assertThat(options(text).forwards()).isEqualTo(forwards);
  }

  @Test
  void aBoundKeyActsOnItsNamesOnlyWhateverTheCommand() throws Exception {
    global("worker-names=\"ours-*\"");
    rig.store.put("theirs", null, WorkerState.RUNNING);
    rig.store.put("ours-1", null, WorkerState.RUNNING);
    for (String line : ParsedCommand.NAMES) {
      if (!line.equals("forward-worker")) {
        assertRefused(line);
      }
    }
    assertRefused("worker-health --name theirs");
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.register("{\"name\":\"theirs\"}");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("authorized for workers named ours-*, not for 'theirs'");
    }
    assertThat(rig.store.state("theirs")).contains(WorkerState.RUNNING);
    assertThat(rig.registrations.isQuiet()).isTrue();
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      assertThat(client.run("land-worker", "{\"name\":\"ours-1\"}").status()).isZero();
    }
  }

  private void assertRefused(String line) throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.run(line, "{\"name\":\"theirs\"}");
      assertThat(run.status()).as(line).isEqualTo(1);
      assertThat(run.err()).as(line).contains("not for 'theirs'");
      assertThat(run.out()).as(line).isEmpty();
    }
  }

  @Test
  void aRestrictedKeyAsksButRegistersNobody() throws Exception {
    global("restrict");
    rig.store.put("w", null, WorkerState.RUNNING);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      assertThat(client.forward("0.0.0.0", 7777)).isNull();
      RawClient.Run run =
          client.run(
              "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788",
              "{\"name\":\"w\"}");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("no port forwarding");
      assertThat(client.run("worker-health --name w", "").status()).isZero();
    }
  }

  @Test
  void anExpiredKeyIsRefused() throws Exception {
    global("expiry-time=\"20261122130000Z\"");
    rig.client(TestKeys.GLOBAL).close();
    rig.clock.advance(Duration.ofHours(1));
    assertThat(logsIn()).isFalse();
  }

  private boolean logsIn() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      return client.session.isAuthenticated();
    } catch (java.io.IOException refused) {
      return false;
    }
  }
}
