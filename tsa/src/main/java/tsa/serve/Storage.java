package tsa.serve;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.AtcLedger;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.ResidueJournal;
import tsa.control.port.WorkerStore;
import tsa.db.DataSources;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.migrations.Migrator;
import tsa.postgres.EmbeddedPostgres;
import tsa.postgres.EmbeddedSettings;
import tsa.store.PostgresAtcLedger;
import tsa.store.PostgresGateways;
import tsa.store.PostgresHistory;
import tsa.store.PostgresResidueJournal;
import tsa.store.PostgresWorkerStore;

/** The ports of the control loop on Postgres. */
record Storage(
    Database database,
    WorkerStore workers,
    History history,
    ResidueJournal residue,
    Gateways gateways,
    AtcLedger atcLedger) {

  /**
   * Opens the database, and brings its schema up to date.
   *
   * @param given the server to use; empty for the embedded one
   * @param lost completed if the embedded one ends although it was not asked to
   */
  static Storage open(
      Optional<DatabaseSettings> given, Path workDir, Closer closer, CompletableFuture<Void> lost) {
    DatabaseSettings settings = given.orElseGet(() -> embedded(workDir, closer, lost));
    new Migrator(DataSources.forMigrations(settings)).migrate();
    Database database = closer.add(Database.open(settings));
    return new Storage(
        database,
        new PostgresWorkerStore(database),
        new PostgresHistory(database, History.Retention.DEFAULT),
        new PostgresResidueJournal(database),
        new PostgresGateways(database),
        new PostgresAtcLedger(database));
  }

  private static DatabaseSettings embedded(
      Path workDir, Closer closer, CompletableFuture<Void> lost) {
    EmbeddedPostgres server = closer.add(EmbeddedPostgres.start(EmbeddedSettings.in(workDir)));
    server.lost().thenRun(() -> lost.complete(null));
    return DatabaseSettings.plain(
        server.host(), server.port(), server.user(), server.password(), server.database());
  }
}
