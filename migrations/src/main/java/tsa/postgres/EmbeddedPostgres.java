package tsa.postgres;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres server with a durable data directory, run as a child of this process and reached
 * on the loopback address only, by password.
 *
 * <p>Works as root (in a user namespace) and as an ordinary user. When this process is killed the
 * kernel asks the server for a fast stop; where that is not to be had, the next start stops the
 * orphan. Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** A port can be taken between choosing and binding it, but hardly this often in a row. */
  private static final int ATTEMPTS = 5;

  private final EmbeddedSettings settings;
  private final WorkDirLock lock;
  private final ServerProcess server;
  private final int port;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      EmbeddedSettings settings,
      WorkDirLock lock,
      ServerProcess server,
      int port,
      String password) {
    this.settings = settings;
    this.lock = lock;
    this.server = server;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts the server of a work directory, making its database the first time. Returns when the
   * server accepts connections.
   *
   * @throws EmbeddedPostgresException with a {@link EmbeddedPostgresException#kind() kind} and
   *     words that say what to do
   */
  public static EmbeddedPostgres start(EmbeddedSettings settings) {
    return start(settings, RunAs.detect());
  }

  /** The same with a given way to run the server's programs. */
  static EmbeddedPostgres start(EmbeddedSettings settings, RunAs runAs) {
    WaitDeadline deadline = WaitDeadline.in(settings.startLimit());
    WorkDirLock lock = WorkDirLock.take(settings.workDir());
    boolean started = false;
    try {
      PostgresBinaries binaries = PostgresBinaries.unpackedIn(settings.binariesDir());
      OrphanedServer.stop(settings.dataDir(), deadline);
      Cluster cluster = new Cluster(settings, binaries, runAs);
      String password = cluster.prepare(deadline);
      EmbeddedPostgres postgres = launch(cluster, lock, password, deadline);
      started = true;
      return postgres;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /** Always {@code 127.0.0.1}. */
  public String host() {
    return "127.0.0.1";
  }

  /** The local TCP port; the same at each start as long as it is free. */
  public int port() {
    return port;
  }

  /** The superuser's name. */
  public String user() {
    return Cluster.NAME;
  }

  /** The superuser's password. Never log it. */
  public String password() {
    return password;
  }

  /** The name of the one database. */
  public String database() {
    return Cluster.NAME;
  }

  /** The JDBC URL of the database, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, database());
  }

  /** Process id of the server. */
  public long pid() {
    return server.pid();
  }

  /** Completed when the server has ended although it was not asked to; never fails. */
  public CompletableFuture<Void> lost() {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    server
        .ended()
        .whenComplete((code, failure) -> {
          if (!closed.get()) {
            lost.complete(null);
          }
        });
    return lost;
  }

  /**
   * Stops the server: sessions end, everything is written down. Takes at most the stop limit of the
   * settings and a few seconds; a second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Stopping has limits of its own; a thread that was told to hurry still must not skip it.
    boolean interrupted = Thread.interrupted();
    try {
      server.stop(settings.stopLimit());
    } finally {
      lock.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static EmbeddedPostgres launch(
      Cluster cluster, WorkDirLock lock, String password, WaitDeadline deadline) {
    EmbeddedSettings settings = cluster.settings();
    LocalPort localPort = new LocalPort(settings.workDir().resolve("postgres.port"));
    for (int attempt = 1; ; attempt++) {
      int port = localPort.choose();
      ServerProcess server = ServerProcess.start(cluster.serverCommand(port), deadline);
      boolean ready = false;
      try {
        ready = becomesReady(server, settings, deadline);
      } finally {
        if (!ready) {
          server.stop(settings.stopLimit());
        }
      }
      if (ready) {
        log.info("Postgres {} listens on 127.0.0.1:{}", cluster.binaries().version(), port);
        return new EmbeddedPostgres(settings, lock, server, port, password);
      }
      if (attempt == ATTEMPTS || !portWasTaken(server)) {
        throw failure(server, settings);
      }
    }
  }

  /** True when it accepts connections, false when it has ended instead. */
  private static boolean becomesReady(
      ServerProcess server, EmbeddedSettings settings, WaitDeadline deadline) {
    var pidFile = settings.dataDir().resolve("postmaster.pid");
    while (!deadline.hasPassed()) {
      if (PidFile.read(pidFile).filter(f -> f.ready() && f.pid() == server.pid()).isPresent()) {
        return true;
      }
      if (server.endsBy(WaitDeadline.soon())) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new EmbeddedPostgresException(
            EmbeddedPostgresException.Kind.START_FAILED, "interrupted while starting Postgres");
      }
    }
    throw new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.TIMED_OUT,
        "Postgres on %s was not ready within %s; its last words:%n%s"
            .formatted(settings.dataDir(), settings.startLimit(), server.logTail()));
  }

  private static boolean portWasTaken(ServerProcess server) {
    return server.logTail().contains("could not create any TCP/IP sockets");
  }

  private static EmbeddedPostgresException failure(
      ServerProcess server, EmbeddedSettings settings) {
    String words = server.logTail();
    if (EmbeddedPostgresException.isDiskFull(words)) {
      return EmbeddedPostgresException.diskFull(settings.dataDir(), words, null);
    }
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.START_FAILED,
        "Postgres on %s ended before it was ready; its last words:%n%s"
            .formatted(settings.dataDir(), words));
  }
}
