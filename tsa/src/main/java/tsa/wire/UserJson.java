package tsa.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer of {@code GET /api/v1/user}, with the members of Concourse (docs/protocol/fly.md#json).
 *
 * @param sub who, in a form that no other user has
 * @param name the user's name
 * @param userId the same, for a local user
 * @param userName empty for a local user, as Concourse has it
 * @param email the name again, for a local user
 * @param admin whether they may act on everything
 * @param system whether it is a gateway; never, here
 * @param teams roles by team; empty, not null, if there are none
 * @param connector who knows the user
 * @param displayUserId what fly shows
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UserJson(
    String sub,
    String name,
    String userId,
    String userName,
    String email,
    @JsonProperty("is_admin") boolean admin,
    @JsonProperty("is_system") boolean system,
    SortedMap<String, List<String>> teams,
    String connector,
    String displayUserId) {
  /** Copies the map. */
  public UserJson {
    RequiredMembers.all(sub, name, userId, userName, email, teams, connector, displayUserId);
    teams = new TreeMap<>(teams);
  }
}
