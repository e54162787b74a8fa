package tsa.store;

import static tsa.db.generated.Tables.RULE_RETIREMENTS;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Result;
import tsa.lifecycle.Retirements;

/** The numbered retirements by the rules. */
final class FleetRetirements {
  /** More than the rate limit lets through in one of its intervals, in the largest fleet. */
  private static final int KEPT = 1000;

  private FleetRetirements() {}

  /** The newest of them; to be read before the workers, so that a number is never too new. */
  static Retirements read(DSLContext tx) {
    Result<Record2<Long, Instant>> rows =
        tx.select(RULE_RETIREMENTS.NUMBER, RULE_RETIREMENTS.MADE_AT)
            .from(RULE_RETIREMENTS)
            .orderBy(RULE_RETIREMENTS.NUMBER.desc())
            .limit(KEPT)
            .fetch();
    List<Instant> at = rows.map(Record2::value2);
    return new Retirements(rows.isEmpty() ? 0 : rows.getFirst().value1(), at);
  }

  /**
   * Takes a number. One that is taken fails on the key, which the caller takes for a lost race.
   *
   * @return true
   */
  static boolean take(DSLContext tx, long number) {
    tx.insertInto(RULE_RETIREMENTS)
        .set(RULE_RETIREMENTS.NUMBER, number)
        .set(RULE_RETIREMENTS.MADE_AT, ServerClock.now())
        .execute();
    tx.deleteFrom(RULE_RETIREMENTS).where(RULE_RETIREMENTS.NUMBER.le(number - KEPT)).execute();
    return true;
  }
}
