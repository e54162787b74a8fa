package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer to a login that failed (RFC 6749 §5.2).
 *
 * @param error one of the words of the RFC
 * @param errorDescription a sentence for the person; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenErrorJson(String error, @Nullable String errorDescription) {
  /** Refuses null. */
  public TokenErrorJson {
    RequiredMembers.all(error);
  }
}
