package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it, sent to those who accept {@code application/problem+json} by name.
 *
 * @param type {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param status the status
 * @param detail what happened, for a person
 * @param reason why, where the rules refused; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
    String type, String title, int status, String detail, @Nullable ReasonJson reason) {
  /** Its media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Refuses missing members. */
  public ProblemDetails {
    RequiredMembers.all(type, title, detail);
  }
}
