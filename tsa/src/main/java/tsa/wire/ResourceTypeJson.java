package tsa.wire;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A base resource type, as Concourse writes it (docs/protocol/registration.md#the-worker-object).
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ResourceTypeJson(
    String type, String image, String version, boolean privileged, boolean uniqueVersionHistory) {
  /** Refuses missing members. */
  public ResourceTypeJson {
    RequiredMembers.all(type, image, version);
  }
}
