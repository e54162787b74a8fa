package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules make of a worker now. Not stored: worked out when asked.
 *
 * @param verdict {@code keep}, or what is about to happen: {@code move}, {@code forget}
 * @param to the state it is about to enter; null unless it is about to move
 * @param reason the rule and its numbers
 * @param meaning what the rule means
 * @param remedy what an operator can do
 * @param next what happens if nothing changes; null if that is the verdict itself
 * @param scheduling whether the ATC is to send builds to it, and why; null without an ATC, and
 *     while it drains or is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssessmentJson(
    String verdict,
    @Nullable String to,
    ReasonJson reason,
    String meaning,
    String remedy,
    @Nullable NextJson next,
    @Nullable ReasonJson scheduling) {
  /** Refuses missing members. */
  public AssessmentJson {
    RequiredMembers.all(verdict, reason, meaning, remedy);
  }

  /**
   * What happens to the worker if nothing changes.
   *
   * @param action a stable word
   * @param text the same for a person
   * @param at when; null if it waits for something that has no time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NextJson(String action, String text, @Nullable Instant at) {
    /** Refuses missing members. */
    public NextJson {
      RequiredMembers.all(action, text);
    }
  }
}
