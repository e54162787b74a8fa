package tsa.wire;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A team in the answer of {@code GET /api/v1/teams}, as Concourse writes it.
 *
 * @param id a number that no other team has; it may be another after the next start
 * @param name its name
 * @param auth who has which role
 */
public record TeamJson(int id, String name, SortedMap<String, TeamMembersJson> auth) {
  /** Copies the map. */
  public TeamJson {
    RequiredMembers.all(name, auth);
    auth = new TreeMap<>(auth);
  }

  /**
   * Who has a role.
   *
   * @param groups always empty: local users are in none
   * @param users written {@code local:NAME}
   */
  public record TeamMembersJson(List<String> groups, List<String> users) {
    /** Copies the lists. */
    public TeamMembersJson {
      groups = List.copyOf(groups);
      users = List.copyOf(users);
    }
  }
}
