package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer of {@code GET /api/v1/fleet}: the fleet in numbers, what holds the rules, and whether
 * health evaluation is active in the gateways. Numbers count all workers; names are only of those
 * the caller may see.
 *
 * @param now the store's clock when the workers were read
 * @param states how many workers are in each of the six states
 * @param cordoned how many somebody keeps out of new work
 * @param connected how many are held by a gateway
 * @param expected of the brake: how many are expected to work
 * @param failing of the brake: how many of them fail, or failed lately
 * @param unreachable of the brake: how many of them are out of reach
 * @param healthy of the brake: how many of them are well
 * @param brake so many fail at once that the rules retire nobody
 * @param freeze so many are out of reach at once that the rules stall nobody
 * @param gateway whether health evaluation is active in the answering gateway, and what it last saw
 * @param gateways all that share the database, the longest known first
 * @param checkObjects what deep checks have on workers now
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FleetJson(
    Instant now,
    Map<String, Integer> states,
    int cordoned,
    int connected,
    int expected,
    int failing,
    int unreachable,
    int healthy,
    HoldJson brake,
    HoldJson freeze,
    EvaluationJson gateway,
    List<GatewayJson> gateways,
    CheckObjectsJson checkObjects) {
  /** Copies what is mutable; keeps the order of the states. */
  public FleetJson {
    RequiredMembers.all(now, states, brake, freeze, gateway, gateways, checkObjects);
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    gateways = List.copyOf(gateways);
  }

  /**
   * Something that holds the rules for the fleet as a whole.
   *
   * @param holds whether it does
   * @param reason which, with its numbers; null unless it keeps the rules from acting on somebody
   * @param workers those they would have acted on, by name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HoldJson(boolean holds, @Nullable ReasonJson reason, List<String> workers) {
    /** Copies the list. */
    public HoldJson {
      RequiredMembers.all(workers);
      workers = List.copyOf(workers);
    }
  }

  /**
   * Whether health evaluation is active in the answering gateway.
   *
   * @param active whether health evaluation is active
   * @param since since when; null while it is not
   * @param problem why it is not, for a person; null while it is
   * @param lookedAt the store's clock at the last pass over the fleet
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EvaluationJson(
      boolean active, @Nullable Instant since, @Nullable String problem, Instant lookedAt) {
    /** Refuses missing members. */
    public EvaluationJson {
      RequiredMembers.all(lookedAt);
    }
  }

  /**
   * A gateway.
   *
   * @param here whether it is the one that answers
   * @param evaluating whether health evaluation is active in it
   * @param problem why it is suspended; null if it is active
   * @param silenceMs how long nothing has been heard of it
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GatewayJson(
      String id,
      String host,
      String software,
      Instant startedAt,
      boolean here,
      boolean evaluating,
      @Nullable String problem,
      long silenceMs) {
    /** Refuses missing members. */
    public GatewayJson {
      RequiredMembers.all(id, host, software, startedAt);
    }
  }

  /**
   * What deep checks have on workers; 0 at rest.
   *
   * @param onWorkers containers and volumes that the last heartbeats found
   * @param journalled handles under way, or not known to be gone
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record CheckObjectsJson(int onWorkers, int journalled) {}
}
