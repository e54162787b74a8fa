package tsa.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who proved who they are.
 *
 * @param name for the history
 * @param admin whether they may act on all workers
 * @param teams the strongest role in each of their teams
 */
public record Principal(String name, boolean admin, Map<String, Role> teams) {
  /** Copies the map. */
  public Principal {
    teams = Map.copyOf(teams);
  }

  /** Somebody who may do all. */
  public static Principal admin(String name) {
    return new Principal(name, true, Map.of());
  }

  /**
   * Whether they may see a worker: those of all teams, and those of their own (fly sheet §8).
   *
   * @param team the worker's team; null for all teams
   */
  boolean maySee(@Nullable String team) {
    return admin || (team == null ? !teams.isEmpty() : teams.containsKey(team));
  }

  /** Whether they may land, retire, prune or check a worker: members do, of its own team only. */
  boolean mayActOn(@Nullable String team) {
    return admin || (team != null && has(team, Role.MEMBER));
  }

  private boolean has(String team, Role needed) {
    Role role = teams.get(team);
    return role != null && role.covers(needed);
  }
}
