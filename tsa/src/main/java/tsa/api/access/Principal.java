package tsa.api.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tsa.control.port.ReadScope;

/**
 * Somebody who proved who they are.
 *
 * @param name of the user
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
   * What stands in the history: the name, and the team through which they were allowed to. Without
   * a team it is whoever holds the token of this gateway, whom no user's name can be taken for.
   *
   * @param team the worker's team; null for all teams
   */
  public String actor(@Nullable String team) {
    if (!isUser() || (team == null && !admin)) {
      return name;
    }
    return name + " (" + (admin ? Teams.MAIN : team) + ")";
  }

  /** Whether it is a user, and not whoever holds the token of this gateway. */
  public boolean isUser() {
    return !admin || !teams.isEmpty();
  }

  /** Whether they have any right at all, in whatever team. */
  public boolean hasRole() {
    return admin || !teams.isEmpty();
  }

  /** Whether there are workers that they may act on, in whatever team. */
  public boolean mayAct() {
    return admin || teams.values().stream().anyMatch(role -> role.covers(Role.MEMBER));
  }

  /**
   * Whether they may see a worker: those of all teams, and those of their own
   * (docs/protocol/fly.md#who-may-do-what).
   *
   * @param team the worker's team; null for all teams
   */
  public boolean maySee(@Nullable String team) {
    return admin || (team == null ? !teams.isEmpty() : teams.containsKey(team));
  }

  /** As whom they read histories. */
  public ReadScope scope() {
    return new ReadScope(admin, teams.keySet());
  }

  /** Whether they may land, retire, prune or check a worker: members do, of its own team only. */
  public boolean mayActOn(@Nullable String team) {
    return admin || (team != null && has(team, Role.MEMBER));
  }

  private boolean has(String team, Role needed) {
    Role role = teams.get(team);
    return role != null && role.covers(needed);
  }
}
