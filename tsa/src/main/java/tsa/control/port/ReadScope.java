package tsa.control.port;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a history, and so which part of it: their own teams', and that of workers of all teams.
 *
 * @param all whether they see everything, also what nobody noted the owner of
 * @param teams theirs; empty for those who see nothing
 */
public record ReadScope(boolean all, Set<String> teams) {
  /** Those who see everything. */
  public static final ReadScope ALL = new ReadScope(true, Set.of());

  /** Copies the set. */
  public ReadScope {
    teams = Set.copyOf(teams);
  }

  /**
   * Whether they see what happened to a worker.
   *
   * @param owner whose it was then; null if that was not noted
   */
  public boolean see(@Nullable OwningTeam owner) {
    if (all || owner == null) {
      return all;
    }
    return owner.team() == null ? !teams.isEmpty() : teams.contains(owner.team());
  }
}
