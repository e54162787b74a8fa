package tsa.store;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;

/** The column that says whose a worker was: no team has the empty name. */
final class TeamColumn {
  private static final String ALL_TEAMS = "";

  private TeamColumn() {}

  static @Nullable String column(@Nullable OwningTeam owner) {
    if (owner == null) {
      return null;
    }
    return owner.team() == null ? ALL_TEAMS : StorableText.storable(owner.team());
  }

  static @Nullable OwningTeam read(@Nullable String column) {
    if (column == null) {
      return null;
    }
    return new OwningTeam(column.equals(ALL_TEAMS) ? null : column);
  }

  /** The same as {@link ReadScope#see}, in SQL. */
  static Condition seenBy(Field<String> column, ReadScope scope) {
    if (scope.all()) {
      return DSL.noCondition();
    }
    if (scope.teams().isEmpty()) {
      return DSL.falseCondition();
    }
    List<String> seen = new ArrayList<>(scope.teams());
    seen.add(ALL_TEAMS);
    return column.in(seen);
  }
}
