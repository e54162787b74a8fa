package tsa.wire;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer to a login (RFC 6749 §5.1, docs/protocol/fly.md#login).
 *
 * @param accessToken to be sent behind {@code BearerToken}
 * @param tokenType always {@code bearer}
 * @param expiresIn seconds that are left
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TokenJson(String accessToken, String tokenType, long expiresIn) {
  /** Refuses null. */
  public TokenJson {
    RequiredMembers.all(accessToken, tokenType);
  }

  /** Without the token: what is printed may end in a log. */
  @Override
  public String toString() {
    return "a token for " + expiresIn + " s";
  }
}
