package tsa.api.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which local users have which role in which team. The owners of {@value #MAIN} may do everything,
 * as in Concourse (docs/protocol/fly.md#who-may-do-what). Immutable, thread-safe.
 */
public final class Teams {
  /** The team of the admins; it always exists. */
  public static final String MAIN = "main";

  private final SortedMap<String, SortedMap<Role, List<String>>> teams = new TreeMap<>();

  private Teams() {}

  /**
   * Teams as the settings have them.
   *
   * @param settings team, then the word of a role, then users; regardless of their case
   * @throws IllegalArgumentException with a sentence, if there is no such role
   */
  public static Teams of(Map<String, Map<String, List<String>>> settings) {
    Teams all = new Teams();
    all.teams.put(MAIN, new TreeMap<>());
    settings.forEach((team, roles) -> all.teams.put(team, roles(team, roles)));
    return all;
  }

  private static SortedMap<Role, List<String>> roles(
      String team, Map<String, List<String>> settings) {
    SortedMap<Role, List<String>> roles = new TreeMap<>();
    settings.forEach((word, users) -> {
      Role role =
          Role.of(word)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "team %s: '%s' is no role; there are %s"
                          .formatted(team, word, Role.words())));
      roles.put(role, users.stream().map(Teams::folded).distinct().sorted().toList());
    });
    return roles;
  }

  private static String folded(String user) {
    return user.toLowerCase(Locale.ROOT);
  }

  /** What a local user may do. */
  public Principal principal(String user) {
    Map<String, Role> strongest = new TreeMap<>();
    teams.forEach((team, roles) ->
        roles.forEach((role, users) -> {
          if (users.contains(folded(user))) {
            strongest.merge(team, role, (old, other) -> old.covers(other) ? old : other);
          }
        }));
    return new Principal(user, strongest.get(MAIN) == Role.OWNER, strongest);
  }

  /** The teams with their roles, by name. */
  public SortedMap<String, SortedMap<Role, List<String>>> all() {
    return teams;
  }

  /** Everybody who is given a role, in lower case. */
  public List<String> users() {
    return teams.values().stream()
        .flatMap(roles -> roles.values().stream())
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .collect(Collectors.toList());
  }
}
