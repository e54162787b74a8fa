package tsa.worker;

/**
 * A base resource type that a worker brings.
 *
 * @param type name, for example {@code git}
 * @param image path of its image on the worker
 * @param version version of the image
 * @param privileged whether its containers run privileged
 * @param uniqueVersionHistory whether each resource has a version history of its own
 */
public record ResourceType(
    String type, String image, String version, boolean privileged, boolean uniqueVersionHistory) {}
