package tsa.store;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.Owner;
import tsa.control.Readers;

/** The column that says whose a worker was: no team has the empty name. */
final class Owners {
  private static final String ALL_TEAMS = "";

  private Owners() {}

  static @Nullable String column(@Nullable Owner owner) {
    if (owner == null) {
      return null;
    }
    return owner.team() == null ? ALL_TEAMS : Texts.storable(owner.team());
  }

  static @Nullable Owner read(@Nullable String column) {
    if (column == null) {
      return null;
    }
    return new Owner(column.equals(ALL_TEAMS) ? null : column);
  }

  /** The same as {@link Readers#see}, in SQL. */
  static Condition seenBy(Field<String> column, Readers readers) {
    if (readers.all()) {
      return DSL.noCondition();
    }
    if (readers.teams().isEmpty()) {
      return DSL.falseCondition();
    }
    List<String> seen = new ArrayList<>(readers.teams());
    seen.add(ALL_TEAMS);
    return column.in(seen);
  }
}
