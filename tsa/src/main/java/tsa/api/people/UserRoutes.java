package tsa.api.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tsa.api.access.Principal;
import tsa.api.access.Role;
import tsa.api.access.Teams;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.PercentDecoder;
import tsa.api.http.RefusedException;
import tsa.api.login.LocalUsers;
import tsa.wire.LogoutJson;
import tsa.wire.TeamJson;
import tsa.wire.UserJson;

/** Routes that say who one is: fly asks them after a login. */
public final class UserRoutes {
  private static final String CONNECTOR = "local";

  private final TokenAuthenticator authenticator;
  private final Teams teams;

  public UserRoutes(TokenAuthenticator authenticator) {
    this.authenticator = authenticator;
    this.teams = authenticator.teams();
  }

  /** The caller, as Concourse describes one. */
  public ApiResponse user(ApiRequest request) {
    Principal caller = request.principal();
    String name = caller.name();
    boolean local = caller.isUser();
    return ApiResponse.json(
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
   * @throws RefusedException 404 if nobody can have that name
   */
  public ApiResponse logout(ApiRequest request) {
    request.requireOnly(Set.of());
    String user =
        PercentDecoder.decode(request.parameter())
            .filter(name -> name.length() <= LocalUsers.LONGEST_NAME)
            .filter(name -> name.codePoints().noneMatch(Character::isISOControl))
            .orElseThrow(() -> RefusedException.of(404, "nobody can have that name"));
    return ApiResponse.json(
        new LogoutJson(user, authenticator.logoutAll(user, request.principal().actor(null))));
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
  public ApiResponse teams(ApiRequest request) {
    Principal caller = request.caller();
    List<TeamJson> seen = new ArrayList<>();
    int id = 0;
    for (Map.Entry<String, SortedMap<Role, List<String>>> team : teams.all().entrySet()) {
      id++;
      if (caller != null && (caller.admin() || caller.teams().containsKey(team.getKey()))) {
        seen.add(new TeamJson(id, team.getKey(), members(team.getValue())));
      }
    }
    return ApiResponse.json(seen);
  }

  private static SortedMap<String, TeamJson.TeamMembersJson> members(
      SortedMap<Role, List<String>> roles) {
    SortedMap<String, TeamJson.TeamMembersJson> members = new TreeMap<>();
    roles.forEach((role, users) -> {
      List<String> written = users.stream().map(user -> CONNECTOR + ":" + user).toList();
      members.put(role.word(), new TeamJson.TeamMembersJson(List.of(), written));
    });
    return members;
  }
}
