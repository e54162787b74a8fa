package tsa.store;

import static tsa.db.generated.Tables.ACCESS_TOKENS;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.port.AccessTokens;
import tsa.db.Database;

/** The tokens of people on Postgres. Thread-safe. */
public final class PostgresAccessTokens implements AccessTokens {
  private static final int REMOVED_AT_ONCE = 100;

  /** Name of the lock that keeps the bounds exact; it ends with its transaction. */
  private static final long ONE_LOGIN_AT_A_TIME = 0x746f6b656e73L;

  private final StoreTransactions transactions;
  private final int mostOfUser;
  private final int most;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresAccessTokens(Database database) {
    this(database, MOST_OF_A_USER, MOST);
  }

  /** With other bounds. */
  PostgresAccessTokens(Database database, int mostOfUser, int most) {
    this.transactions = new StoreTransactions(database);
    this.mostOfUser = mostOfUser;
    this.most = most;
  }

  @Override
  public void add(String user, @Nullable Hash secret, Duration life, Function<Instant, Hash> mint) {
    transactions.run(
        "note a login",
        tx -> {
          tx.query("select pg_advisory_xact_lock({0})", DSL.val(ONE_LOGIN_AT_A_TIME)).execute();
          Instant now = tx.select(ServerClock.now()).fetchSingle().value1();
          Instant expiry = now.plus(life);
          tx.insertInto(ACCESS_TOKENS)
              .set(ACCESS_TOKENS.TOKEN_HASH, mint.apply(expiry).hex())
              .set(ACCESS_TOKENS.USER_NAME, user)
              .set(ACCESS_TOKENS.ISSUED_AT, now)
              .set(ACCESS_TOKENS.SECRET_FINGERPRINT, secret == null ? null : secret.hex())
              .set(ACCESS_TOKENS.EXPIRES_AT, expiry)
              .execute();
          remove(tx, ACCESS_TOKENS.EXPIRES_AT.le(now), 0);
          remove(tx, ACCESS_TOKENS.USER_NAME.eq(user), mostOfUser);
          remove(tx, DSL.trueCondition(), most);
        });
  }

  /**
   * Removes all but the newest, so many in one go: each login adds but one, so that it keeps up.
   */
  private static void remove(DSLContext tx, Condition which, int kept) {
    tx.deleteFrom(ACCESS_TOKENS)
        .where(
            ACCESS_TOKENS.TOKEN_HASH.in(
                DSL.select(ACCESS_TOKENS.TOKEN_HASH)
                    .from(ACCESS_TOKENS)
                    .where(which)
                    .orderBy(ACCESS_TOKENS.ISSUED_AT.desc())
                    .limit(REMOVED_AT_ONCE)
                    .offset(kept)))
        .execute();
  }

  @Override
  public Optional<Holder> holder(Hash token) {
    return transactions.ask(
        "look a token up",
        tx ->
            tx.select(ACCESS_TOKENS.USER_NAME, ACCESS_TOKENS.SECRET_FINGERPRINT)
                .from(ACCESS_TOKENS)
                .where(ACCESS_TOKENS.TOKEN_HASH.eq(token.hex()))
                .and(ACCESS_TOKENS.EXPIRES_AT.gt(ServerClock.now()))
                .fetchOptional(row -> holder(row.value1(), row.value2())));
  }

  private static Holder holder(String user, @Nullable String fingerprint) {
    return new Holder(user, fingerprint == null ? null : new Hash(fingerprint));
  }

  @Override
  public void revoke(Hash token) {
    transactions.run(
        "revoke a token",
        tx ->
            tx.deleteFrom(ACCESS_TOKENS).where(ACCESS_TOKENS.TOKEN_HASH.eq(token.hex())).execute());
  }

  @Override
  public int revokeAll(String user) {
    return transactions.ask(
        "revoke the tokens of a user",
        tx -> tx.deleteFrom(ACCESS_TOKENS).where(ACCESS_TOKENS.USER_NAME.eq(user)).execute());
  }
}
