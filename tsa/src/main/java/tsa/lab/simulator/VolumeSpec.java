package tsa.lab.simulator;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a volume create asks for (docs/protocol/worker-apis.md#creating-a-volume).
 *
 * @param handle never empty: chosen by the server when the client did not
 * @param strategy where the content comes from
 * @param properties null when absent, which is remembered and later makes a set-property panic
 * @param privileged whether the root directory belongs to real root
 * @param owner the ids asked for, or null
 */
record VolumeSpec(
    String handle,
    Strategy strategy,
    @Nullable Map<String, String> properties,
    boolean privileged,
    @Nullable FileOwner owner) {

  /** Where the content of a new volume comes from. */
  sealed interface Strategy {}

  /** No content. */
  record Empty() implements Strategy {}

  /** A copy of another volume; an empty name is only found out while creating. */
  record Copy(String parent) implements Strategy {}

  /** A copy of a directory or archive on the worker. */
  record Import(String path) implements Strategy {}

  /**
   * Owner of the root directory; only newer servers know it
   * (docs/protocol/worker-apis.md#versions).
   */
  record FileOwner(long uid, long gid) {}

  /** The strategy is missing, unknown or malformed: 422, where other bad bodies are 400. */
  static final class NoStrategyException extends Exception {
    private static final long serialVersionUID = 1L;

    NoStrategyException(String message) {
      super(message);
    }
  }

  static VolumeSpec decode(byte[] body) throws GoJsonException, NoStrategyException {
    GoObject request = GoObject.decode("VolumeRequest", body);
    String handle = request.text("handle");
    Map<String, String> properties = request.texts("properties", "VolumeProperties");
    boolean privileged = request.flag("privileged");
    boolean owned = request.has("uid") && request.has("gid");
    FileOwner owner =
        owned ? new FileOwner(request.integer("uid", "int"), request.integer("gid", "int")) : null;
    return new VolumeSpec(
        handle.isEmpty() ? UUID.randomUUID().toString() : handle,
        strategy(request),
        properties,
        privileged,
        owner);
  }

  private static Strategy strategy(GoObject request) throws NoStrategyException {
    try {
      GoObject strategy = request.object("strategy", "Strategy");
      return switch (strategy == null ? "" : strategy.exactly("type")) {
        case "empty" -> new Empty();
        case "cow" -> new Copy(strategy == null ? "" : strategy.exactly("volume"));
        case "import" -> new Import(strategy == null ? "" : strategy.exactly("path"));
        default -> throw new NoStrategyException("no or unknown strategy");
      };
    } catch (GoJsonException malformed) {
      throw new NoStrategyException("malformed strategy");
    }
  }
}
