package tsa.store;

import static tsa.db.generated.Tables.GATEWAYS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Gateways;
import tsa.db.Database;
import tsa.db.generated.tables.records.GatewaysRecord;

/** The gateway processes on Postgres. Thread-safe. */
public final class PostgresGateways implements Gateways {
  private static final int MAX_SUSPENDED_REASON = 500;

  private final StoreTransactions transactions;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresGateways(Database database) {
    this.transactions = new StoreTransactions(database);
  }

  @Override
  public void register(Gateway gateway) {
    transactions.run("make this gateway known", tx -> register(tx, gateway));
  }

  private static void register(DSLContext tx, Gateway gateway) {
    tx.insertInto(GATEWAYS)
        .set(GATEWAYS.ID, gateway.id())
        .set(GATEWAYS.HOST, StorableText.storable(gateway.host()))
        .set(GATEWAYS.PEER_ADDRESS, StorableText.storable(gateway.peerAddress()))
        .set(GATEWAYS.SOFTWARE, StorableText.storable(gateway.software()))
        .set(GATEWAYS.STARTED_AT, ServerClock.now())
        .set(GATEWAYS.LAST_SEEN, ServerClock.now())
        .setNull(GATEWAYS.SUSPENDED_REASON)
        .onConflict(GATEWAYS.ID)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }

  @Override
  public boolean renew(UUID gateway, @Nullable String suspendedReason) {
    String reason =
        suspendedReason == null
            ? null
            : StorableText.shortened(suspendedReason, MAX_SUSPENDED_REASON);
    return transactions.ask(
        "note that this gateway lives",
        tx ->
            tx.update(GATEWAYS)
                    .set(GATEWAYS.LAST_SEEN, ServerClock.now())
                    .set(GATEWAYS.SUSPENDED_REASON, reason)
                    .where(GATEWAYS.ID.eq(gateway))
                    .execute()
                == 1);
  }

  @Override
  public List<GatewayStatus> all() {
    Field<Instant> now = ServerClock.now().as("now");
    return transactions.ask(
        "list the gateways",
        tx ->
            tx.select(GATEWAYS, now)
                .from(GATEWAYS)
                .orderBy(GATEWAYS.STARTED_AT, GATEWAYS.ID)
                .fetch(PostgresGateways::seen));
  }

  private static GatewayStatus seen(Record2<GatewaysRecord, Instant> row) {
    GatewaysRecord gateway = row.value1();
    return new GatewayStatus(
        new Gateway(
            gateway.getId(), gateway.getHost(), gateway.getPeerAddress(), gateway.getSoftware()),
        gateway.getStartedAt(),
        Duration.between(gateway.getLastSeen(), row.value2()),
        gateway.getSuspendedReason());
  }

  @Override
  public int release(UUID gateway, Duration silence) {
    return transactions.ask(
        "release the workers of gateway " + gateway, tx -> release(tx, gateway, silence));
  }

  /**
   * The lock on the gateway's row keeps it from admitting workers meanwhile: their rows refer to
   * it.
   */
  private static int release(DSLContext tx, UUID gateway, Duration silence) {
    boolean silent =
        tx.select(GATEWAYS.ID)
            .from(GATEWAYS)
            .where(GATEWAYS.ID.eq(gateway))
            .and(GATEWAYS.LAST_SEEN.le(ServerClock.in(silence.negated())))
            .forUpdate()
            .fetch()
            .isNotEmpty();
    if (!silent) {
      return 0;
    }
    int released = WorkerChanges.release(tx, gateway);
    tx.deleteFrom(GATEWAYS).where(GATEWAYS.ID.eq(gateway)).execute();
    return released;
  }
}
