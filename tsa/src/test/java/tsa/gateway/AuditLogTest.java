package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tsa.gateway.keys.AuthorizedKeys;
import tsa.gateway.keys.PublicKeyLine;
import tsa.worker.WorkerState;

/** What is written down of connections and commands. */
class AuditLogTest {
  private static final String GLOBAL =
      AuthorizedKeys.fingerprint(PublicKeyLine.wire(TestKeys.GLOBAL.getPublic()));

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger audit = (Logger) LoggerFactory.getLogger(AuditLog.class);
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    logged.start();
    audit.addAppender(logged);
  }

  @AfterEach
  void stop() throws Exception {
    audit.detachAppender(logged);
    rig.close();
  }

  /** The one line of that text at level info, by its keys. */
  private Map<String, String> line(String message) {
    eventually(message).until(() -> lines(message).size() == 1);
    return lines(message).getFirst();
  }

  private List<Map<String, String>> lines(String message) {
    return List.copyOf(logged.list).stream()
        .filter(event -> event.getMessage().equals(message))
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .map(event ->
            event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value.toString())))
        .toList();
  }

  @Test
  void aCommandAndItsConnectionHaveALineEach() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      assertThat(client.run("land-worker", "{\"name\":\"w\"}").status()).isZero();
    }
    assertThat(line("command ended"))
        .containsEntry("key", GLOBAL)
        .containsEntry("team", "")
        .containsEntry("command", "land-worker")
        .containsEntry("worker", "w")
        .containsEntry("ending", "status 0")
        .containsKeys("peer", "duration");
    assertThat(line("connection ended"))
        .containsEntry("key", GLOBAL)
        .containsKeys("peer", "duration", "ending");
  }

  @Test
  void aWorkerThatIsLostBeforeItsFirstHeartbeatHasNoStatus() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      client.register("{\"name\":\"w\"}");
      rig.registrations.next();
      client.session.getIoSession().close(true);
      assertThat(line("command ended")).containsEntry("ending", "connection lost");
    }
  }

  @Test
  void aRefusedCommandSaysWhy() throws Exception {
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      assertThat(client.run("land-worker", "{\"name\":\"w\",\"team\":\"b\"}").status())
          .isEqualTo(1);
    }
    assertThat(line("command ended"))
        .containsEntry("team", "a")
        .hasEntrySatisfying("ending", how -> assertThat(how).startsWith("status 1: the key is"));
  }

  @Test
  void aRefusedKeyIsWrittenDown() {
    assertThatThrownBy(() -> rig.client(TestKeys.STRANGER)).isInstanceOf(IOException.class);
    assertThat(line("connection ended without login"))
        .containsEntry(
            "key", AuthorizedKeys.fingerprint(PublicKeyLine.wire(TestKeys.STRANGER.getPublic())));
  }

  @Test
  void whatEveryWorkerRepeatsIsNotNews() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      assertThat(client.run("sweep-volumes", "{\"name\":\"w\"}").status()).isZero();
    }
    eventually().until(() -> rig.gateway.connections() == 0);
    assertThat(lines("command ended")).isEmpty();
    assertThat(lines("connection ended")).isEmpty();
  }
}
