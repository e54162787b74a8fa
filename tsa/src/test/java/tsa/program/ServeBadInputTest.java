package tsa.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.db.testing.TestDatabase;
import tsa.testing.ProgramRun;

/** Whatever is wrong with a start of the service, it says so in a paragraph and touches nothing. */
class ServeBadInputTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  /** Flags of a service on a database that is there. */
  private List<String> serve(DatabaseSettings settings, String... more) {
    List<String> args = new ArrayList<>(List.of("serve", "--log-level=error"));
    args.add("--work-dir=" + folder.resolve("work"));
    args.addAll(List.of("--bind-ip=127.0.0.1", "--tsa-bind-ip=127.0.0.1"));
    args.addAll(List.of("--bind-port=0", "--tsa-bind-port=0"));
    args.add("--postgres-host=" + settings.host());
    args.add("--postgres-port=" + settings.port());
    args.add("--postgres-user=" + settings.user());
    args.add("--postgres-database=" + settings.database());
    args.add("--postgres-password=" + settings.password());
    for (String flag : more) {
      String name = flag.substring(0, flag.indexOf('=') + 1);
      args.removeIf(given -> given.startsWith(name));
      args.add(flag);
    }
    return args;
  }

  private void assertRefused(int status, List<String> args, String... words) {
    assertRefused(status, Map.of(), args, words);
  }

  private void assertRefused(
      int status, Map<String, String> env, List<String> args, String... words) {
    ProgramRun run = ProgramRun.of(env, args.toArray(String[]::new));

    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception in");
    assertThat(run.err().lines().count()).as(run.err()).isLessThanOrEqualTo(4);
    assertThat(run.out()).isEmpty();
  }

  private void assertWrongUsage(List<String> more, String... words) {
    List<String> args = new ArrayList<>(List.of("serve", "--work-dir=" + folder.resolve("work")));
    args.addAll(more);
    assertRefused(2, args, words);
    assertThat(folder.resolve("work")).as("nothing was begun").doesNotExist();
  }

  @Test
  void flags() {
    assertWrongUsage(List.of("--nope"), "--nope", "tsa serve --help");
    assertWrongUsage(List.of("--stall-after", "banana"), "--stall-after", "banana", "1m30s");
    assertWrongUsage(List.of("--stall-after"), "--stall-after");
    assertWrongUsage(List.of("--stall-after", "99999999h"), "--stall-after", "ten years");
    assertWrongUsage(List.of("--bind-port", "many"), "--bind-port", "many");
    assertWrongUsage(
        List.of("--bind-port", "65536"), "--bind-port is 65536", "between 0 and 65535");
    assertWrongUsage(List.of("--tsa-bind-port", "-1"), "--tsa-bind-port is -1");
    assertWrongUsage(List.of("--log-level", "loud"), "--log-level", "loud");
    assertWrongUsage(List.of("--bind-ip", ""), "--bind-ip is empty");
    assertWrongUsage(List.of("--admission", "none"), "--admission", "none");
    assertWrongUsage(List.of("--tsa-team-authorized-keys", "main"), "'main' is not TEAM:FILE");
    assertWrongUsage(List.of("--tsa-team-authorized-keys", "a:x,a:y"), "two files for team a");
    assertWrongUsage(List.of("--concourse-version", "8"), "three numbers");
    assertWrongUsage(List.of("--postgres-sslmode", "wild"), "sslmode", "wild", "verify-full");
    assertWrongUsage(List.of("--postgres-port", "0"), "port", "1 to 65535");
    assertWrongUsage(List.of("--stall-after=1m", "--stall-after=2m"), "--stall-after");
    assertWrongUsage(List.of("extra"), "extra");
  }

  @Test
  void policiesThatContradictThemselves() {
    assertWrongUsage(
        List.of("--stall-after=1s"), "--stall-after is 1s", "two heartbeat intervals, 1m");
    assertWrongUsage(List.of("--check-timeout=2m"), "--check-timeout is 2m", "check-interval 1m");
    assertWrongUsage(List.of("--fleet-brake-percent=0"), "--fleet-brake-percent is 0");
    assertWrongUsage(List.of("--quarantine-min=2h"), "--quarantine-min is 2h", "1h");
    assertWrongUsage(List.of("--tsa-heartbeat-interval=0s"), "--tsa-heartbeat-interval");
    assertWrongUsage(List.of("--check-failures=0"), "--check-failures is 0");
  }

  @Test
  void files() throws IOException {
    assertWrongUsage(List.of("--config", config("nope: 1\n")), "unknown setting 'nope'");
    assertWrongUsage(List.of("--config", config("- a\n")), "not a list of 'flag: value' lines");
    assertWrongUsage(List.of("--config", config("a: [\n")), "cannot read", "settings.yml");
    assertWrongUsage(List.of("--config=" + config("a: {b: c}\n")), "unknown setting 'a'");
    assertWrongUsage(
        List.of("--config", config("bind-port: {b: c}\n")), "'bind-port' has to be a word");
    assertWrongUsage(List.of("--config", config("bind-port: 1\nbind-port: 2\n")), "bind-port");
    assertWrongUsage(
        List.of("--config", config("stall-after: 90\n")), "'90'", "given in", "settings.yml");
    assertWrongUsage(List.of("--config", folder.toString()), "cannot read " + folder);
    assertWrongUsage(List.of("--config", "/nowhere"), "cannot read /nowhere");
  }

  private String config(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yml"), text).toString();
  }

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String file = config("bind-port: 70001\n");
    Map<String, String> env = Map.of("CONCOURSE_BIND_PORT", "70002");
    String dir = "--work-dir=" + folder.resolve("work");

    assertRefused(2, List.of("serve", dir, "--config", file), "is 70001");
    assertRefused(2, Map.of("CONCOURSE_CONFIG", file), List.of("serve", dir), "is 70001");
    assertRefused(2, env, List.of("serve", dir, "--config", file), "is 70002");
    assertRefused(2, env, List.of("serve", dir, "--config", file, "--bind-port=70003"), "is 70003");
    assertRefused(
        2,
        Map.of("CONCOURSE_BIND_PORT", "many"),
        List.of("serve", dir),
        "'many'",
        "given in CONCOURSE_BIND_PORT");
  }

  @Test
  void emptyVariablesAreNone() {
    Map<String, String> env = Map.of("CONCOURSE_BIND_PORT", "", "CONCOURSE_CONFIG", "");

    assertRefused(
        2,
        env,
        List.of("serve", "--work-dir=" + folder.resolve("work"), "--stall-after=1s"),
        "--stall-after is 1s");
  }

  @Test
  void keys() throws IOException {
    byte[] garbage = new byte[300];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (i * 37 + 128);
    }
    String junk = Files.write(folder.resolve("junk"), garbage).toString();
    String words = Files.writeString(folder.resolve("words"), "ssh-rsa AAAA? me\n").toString();

    assertKeyRefused("--tsa-host-key=/nowhere", "/nowhere");
    assertKeyRefused("--tsa-host-key=" + junk, junk, "not a private key");
    assertKeyRefused("--tsa-host-key=" + folder, folder.toString());
    assertKeyRefused("--tsa-authorized-keys=/nowhere", "/nowhere");
    assertKeyRefused("--tsa-authorized-keys=" + junk, junk);
    assertKeyRefused("--tsa-authorized-keys=" + words, words);
    assertKeyRefused("--tsa-team-authorized-keys=main:/nowhere", "/nowhere");
    assertKeyRefused("--tsa-team-authorized-keys-file=" + junk, junk);
  }

  private void assertKeyRefused(String flag, String... words) {
    assertRefused(1, serve(database.settings(), flag), words);
  }

  @Test
  void portsInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      String address = "cannot listen on 127.0.0.1:" + port;

      assertRefused(
          1,
          serve(database.settings(), "--bind-port=" + port),
          address + " for REST",
          "Address already in use");
      assertRefused(
          1,
          serve(database.settings(), "--tsa-bind-port=" + port),
          address + " for workers",
          "Address already in use");
    }
  }

  @Test
  void addressesThatAreNotOurs() {
    assertRefused(1, serve(database.settings(), "--bind-ip=192.0.2.1"), "192.0.2.1", "REST");
    assertRefused(1, serve(database.settings(), "--tsa-bind-ip=192.0.2.1"), "192.0.2.1", "workers");
    assertRefused(1, serve(database.settings(), "--tsa-bind-ip=no such host"), "no such host");
    assertRefused(1, serve(database.settings(), "--forward-bind-ip=192.0.2.1"), "forwarded ports");
  }

  @Test
  void databasesThatCannotBeReached() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    assertRefused(
        1,
        serve(database.settings(), "--postgres-port=" + port),
        "the database cannot be reached",
        Integer.toString(port));
    assertRefused(1, serve(database.settings(), "--postgres-database=nowhere"), "nowhere");
    assertRefused(
        2,
        serve(database.settings(), "--postgres-sslrootcert=/nowhere", "--postgres-sslmode=prefer"),
        "/nowhere");
  }

  @Test
  void aDatabaseThatIsTooOld() throws Exception {
    try (OldPostgres old = OldPostgres.start(130_021)) {
      assertRefused(
          1,
          serve(database.settings(), "--postgres-port=" + old.port()),
          "Postgres 13",
          "14 or newer");
    }
  }

  @Test
  void aDatabaseThatIsHalfMigrated() {
    DatabaseSettings broken = database.another();
    change(broken, "update flyway_schema_history set success = false where version = '0004'");

    assertRefused(1, serve(broken), "0004 (residue)");

    change(broken, "update flyway_schema_history set success = true where success = false");
  }

  @Test
  void aDatabaseOfSomebodyElse() {
    DatabaseSettings newer = database.another();
    change(
        newer,
        "insert into flyway_schema_history values (99, '9999', 'from the future', 'SQL',"
            + " 'V9999__from_the_future.sql', 7, 'somebody', now(), 1, true)");

    assertRefused(1, serve(newer), "9999 (from the future)");
  }

  /** Changes exactly one row, which proves that nobody else touched it. */
  private static void change(DatabaseSettings settings, String sql) {
    try (Database opened = Database.open(settings)) {
      int changed = opened.transaction(tx -> tx.execute(sql));
      assertThat(changed).isEqualTo(1);
    }
  }

  @Test
  void aFileInPlaceOfTheWorkDir() throws IOException {
    Path file = Files.writeString(folder.resolve("work"), "mine");

    assertRefused(1, serve(database.settings()), file.toString(), "a file is in its place");
    assertRefused(
        1,
        serve(database.settings(), "--work-dir=" + file.resolve("below")),
        file.resolve("below").toString(),
        "--work-dir");
    assertThat(file).hasContent("mine");
  }

  @Test
  void filesOfOursThatWereSpoilt() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    Path key = Files.writeString(work.resolve("host_key"), "spoilt", ISO_8859_1);

    assertRefused(1, serve(database.settings()), key.toString());

    assertThat(key).as("kept for whoever looks for it").hasContent("spoilt");
  }

  @Test
  void unknownVariablesAreNamedAndNoMore() {
    Map<String, String> env = new HashMap<>();
    env.put("CONCOURSE_TSA_BIND_PRT", "1");
    env.put("CONCOURSE_TSA_BIND_PORT", "1");
    env.put("CONCOURSE_EXTERNAL_URL", "http://ci");
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    warnings.start();
    Logger log = (Logger) LoggerFactory.getLogger(ServeCommand.class);
    log.addAppender(warnings);
    try {
      assertRefused(2, env, List.of("serve", "--stall-after=1s"), "--stall-after is 1s");
    } finally {
      log.detachAppender(warnings);
    }

    assertThat(warnings.list).hasSize(1);
    assertThat(warnings.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(warnings.list.getFirst().getKeyValuePairs().toString())
        .contains("CONCOURSE_TSA_BIND_PRT");
  }
}
