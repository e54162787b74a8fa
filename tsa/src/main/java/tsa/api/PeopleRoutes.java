package tsa.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tsa.api.login.LocalUsers;
import tsa.wire.LogoutJson;
import tsa.wire.TeamJson;
import tsa.wire.UserJson;

/** Routes that say who one is: fly asks them after a login. */
final class PeopleRoutes {
  private static final String CONNECTOR = "local";

  private final People people;
  private final Teams teams;

  PeopleRoutes(People people) {
    this.people = people;
    this.teams = people.teams();
  }

  /** The caller, as Concourse describes one. */
  Answer user(Call call) {
    Principal caller = call.principal();
    String name = caller.name();
    boolean local = caller.isUser();
    return Answer.json(
        new UserJson(
            (local ? CONNECTOR : "token") + ":" + name,
            name,
            name,
            "",
            local ? name : "",
            caller.admin(),
            false,
            roles(caller),
            local ? CONNECTOR : "",
            name));
  }

  /**
   * Ends all logins of a user, also of one who was taken out of the settings.
   *
   * @throws Refusal 404 if nobody can have that name
   */
  Answer logout(Call call) {
    call.requireOnly(Set.of());
    String user =
        Percent.decode(call.parameter())
            .filter(name -> name.length() <= LocalUsers.LONGEST_NAME)
            .filter(name -> name.codePoints().noneMatch(Character::isISOControl))
            .orElseThrow(() -> Refusal.of(404, "nobody can have that name"));
    return Answer.json(new LogoutJson(user, people.logoutAll(user, call.principal().actor(null))));
  }

  private static SortedMap<String, List<String>> roles(Principal caller) {
    SortedMap<String, List<String>> roles = new TreeMap<>();
    if (!caller.isUser()) {
      roles.put(Teams.MAIN, List.of(Role.OWNER.word()));
    }
    caller.teams().forEach((team, role) -> roles.put(team, List.of(role.word())));
    return roles;
  }

  /** The teams that the caller may know of; none without a token, as Concourse has it. */
  Answer teams(Call call) {
    Principal caller = call.caller();
    List<TeamJson> seen = new ArrayList<>();
    int id = 0;
    for (Map.Entry<String, SortedMap<Role, List<String>>> team : teams.all().entrySet()) {
      id++;
      if (caller != null && (caller.admin() || caller.teams().containsKey(team.getKey()))) {
        seen.add(new TeamJson(id, team.getKey(), members(team.getValue())));
      }
    }
    return Answer.json(seen);
  }

  private static SortedMap<String, TeamJson.Members> members(SortedMap<Role, List<String>> roles) {
    SortedMap<String, TeamJson.Members> members = new TreeMap<>();
    roles.forEach((role, users) -> {
      List<String> written = users.stream().map(user -> CONNECTOR + ":" + user).toList();
      members.put(role.word(), new TeamJson.Members(List.of(), written));
    });
    return members;
  }
}
