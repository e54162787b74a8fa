package tsa.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The data directory and its password: made once, found again at every later start. Used under the
 * lock of the work directory.
 *
 * @param settings where it is
 * @param binaries the programs that work on it
 * @param runAs how they are run
 */
record Cluster(EmbeddedSettings settings, PostgresBinaries binaries, RunAs runAs) {
  /** The superuser, and the name of the one database. */
  static final String NAME = "tsa";

  private static final int PASSWORD_BYTES = 24;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Makes the data directory unless there is one, and sees to it that a password is known.
   *
   * @return the superuser's password
   * @throws EmbeddedPostgresException when the directory cannot be made or is of another version
   */
  String prepare(WaitDeadline deadline) {
    Path data = settings.dataDir();
    runAs.requirePassage(data);
    runAs.requirePassage(binaries.home());
    try {
      removeUnfinished();
      if (Files.exists(data)) {
        requireSameVersion();
        runAs.own(data);
        return knownPassword(deadline);
      }
      return create(deadline);
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, "make or read the database in", data);
    }
  }

  /** The command line of the server on this data directory, listening on one local port. */
  List<String> serverCommand(int port) {
    List<String> program =
        new ArrayList<>(List.of(binaries.program("postgres"), "-D", settings.dataDir().toString()));
    setting(program, "listen_addresses", "127.0.0.1");
    setting(program, "port", Integer.toString(port));
    setting(program, "unix_socket_directories", "");
    setting(program, "timezone", "UTC");
    setting(program, "log_timezone", "UTC");
    setting(program, "logging_collector", "off");
    if (!settings.fsync()) {
      setting(program, "fsync", "off");
      setting(program, "synchronous_commit", "off");
      setting(program, "full_page_writes", "off");
    }
    return runAs.serverCommand(program);
  }

  private static void setting(List<String> command, String name, String value) {
    command.add("-c");
    command.add(name + "=" + value);
  }

  private Path passwordFile() {
    return settings.workDir().resolve("postgres.password");
  }

  /**
   * Makes the directory apart and moves it in place as the last step: a start that was killed half
   * way leaves nothing that looks like a database.
   */
  private String create(WaitDeadline deadline) throws IOException {
    String password = newPassword();
    Path apart = settings.workDir().resolve("postgres.making-" + UUID.randomUUID());
    Files.createDirectory(
        apart, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    runAs.own(apart);
    // A copy for the server's user to read: the lasting file is for nobody but us.
    Path handedOver = newFile(Path.of(apart + ".password"), password);
    runAs.own(handedOver);
    try {
      initialise(apart, handedOver, deadline);
      single(apart, "create database " + NAME, deadline);
      Files.move(apart, settings.dataDir(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(handedOver);
      FileTrees.delete(apart);
    }
    return password;
  }

  private void initialise(Path directory, Path passwordFile, WaitDeadline deadline) {
    List<String> program =
        new ArrayList<>(
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + directory,
                "--username=" + NAME,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Known to the server itself: the same order of text on every machine.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
    if (!settings.fsync()) {
      program.add("--no-sync");
    }
    require("make the database in", ProcessRunner.run(runAs.command(program), "", deadline));
  }

  /** Runs one statement without a server. The statement must be on one line. */
  private void single(Path directory, String statement, WaitDeadline deadline) {
    List<String> program =
        List.of(
            binaries.program("postgres"), "--single", "-j", "-D", directory.toString(), "postgres");
    ProcessRunner.ProcessResult result =
        ProcessRunner.run(runAs.command(program), statement + ";\n\n", deadline);
    require("prepare the database in", result);
    if (result.output().contains("ERROR:")) {
      throw failed("prepare the database in", result);
    }
  }

  private void require(String what, ProcessRunner.ProcessResult result) {
    if (!result.succeeded()) {
      throw failed(what, result);
    }
  }

  private EmbeddedPostgresException failed(String what, ProcessRunner.ProcessResult result) {
    String output = result.output().strip();
    if (EmbeddedPostgresException.isDiskFull(output)) {
      return EmbeddedPostgresException.diskFull(settings.workDir(), output, null);
    }
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.START_FAILED,
        "cannot %s %s (exit code %d; programs in %s, delete that directory if they are damaged):%n%s"
            .formatted(what, settings.dataDir(), result.exitCode(), binaries.home(), output));
  }

  private void requireSameVersion() throws IOException {
    Path file = settings.dataDir().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.START_FAILED,
          "%s is no Postgres data directory (it has no PG_VERSION); move it away and start again"
              .formatted(settings.dataDir()));
    }
    String version = Files.readString(file).strip();
    if (!version.equals(binaries.majorVersion())) {
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.WRONG_VERSION,
          "%s was made by Postgres %s and this program carries %s; carry the rows over with pg_dump"
                  .formatted(settings.dataDir(), version, binaries.version())
              + " and psql, or start the version of this program that made it");
    }
  }

  /** A lost password file is no lost database: whoever owns the files may set a new password. */
  private String knownPassword(WaitDeadline deadline) throws IOException {
    Path file = passwordFile();
    if (Files.exists(file)) {
      String password = Files.readString(file).strip();
      if (!password.isEmpty()) {
        return password;
      }
    }
    String password = newPassword();
    single(settings.dataDir(), "alter role %s password '%s'".formatted(NAME, password), deadline);
    return password;
  }

  private String newPassword() throws IOException {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    newFile(passwordFile(), password);
    return password;
  }

  private static Path newFile(Path file, String line) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    return Files.write(file, (line + "\n").getBytes(UTF_8));
  }

  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(settings.workDir(), "postgres.making-*")) {
      for (Path leftover : leftovers) {
        FileTrees.delete(leftover);
      }
    }
  }
}
