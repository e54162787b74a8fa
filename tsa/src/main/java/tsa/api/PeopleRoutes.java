package tsa.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tsa.wire.TeamJson;
import tsa.wire.UserJson;

/** Routes that say who one is: fly asks them after a login. */
final class PeopleRoutes {
  private static final String CONNECTOR = "local";

  private final Teams teams;

  PeopleRoutes(Teams teams) {
    this.teams = teams;
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
