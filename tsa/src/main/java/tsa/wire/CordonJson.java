package tsa.wire;

import java.time.Instant;

/**
 * Somebody's word that a worker is to get no new work. It is a mark for schedulers and scripts that
 * read it here; its state stays as it is, also to fly.
 *
 * @param by who asked
 * @param why in their words; may be empty
 */
public record CordonJson(String by, String why, Instant at) {
  /** Refuses missing members. */
  public CordonJson {
    RequiredMembers.all(by, why, at);
  }
}
