package tsa.store;

import java.time.Duration;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The database's clock, which is the clock of the fleet
 * (docs/decisions/0027-the-databases-clock.md).
 */
final class ServerClock {
  private ServerClock() {}

  /** What it says when the row is written or read; moves on within a transaction. */
  static Field<Instant> now() {
    return DSL.field("clock_timestamp()", SQLDataType.INSTANT);
  }

  /** So long from now; negative for the past. */
  static Field<Instant> in(Duration time) {
    return DSL.field(
        "clock_timestamp() + {0} * interval '1 millisecond'",
        SQLDataType.INSTANT, DSL.val(time.toMillis()));
  }
}
