package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Answer of {@code GET /api/v1/workers/NAME}: all that is known of a worker.
 *
 * @param now the store's clock when it was read, to measure ages by
 * @param meaning what its state means
 * @param since when it entered its state
 * @param reason why it entered it
 * @param assessment what the rules make of it now
 * @param drain the request it is draining for, or drained for; null if there is none
 * @param quarantine what is held against the name; null if nothing is
 * @param cordon null unless it is kept out of new work
 * @param worker the worker as Concourse writes it
 * @param revision grows with each change
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerDetailJson(
    Instant now,
    String name,
    String state,
    String meaning,
    Instant since,
    ReasonJson reason,
    AssessmentJson assessment,
    ConnectivityJson connectivity,
    ChecksJson health,
    @Nullable DrainJson drain,
    @Nullable QuarantineJson quarantine,
    SessionJson session,
    @Nullable CordonJson cordon,
    WorkerJson worker,
    long revision) {
  /** Refuses missing members. */
  public WorkerDetailJson {
    RequiredMembers.all(
        now,
        name,
        state,
        meaning,
        since,
        reason,
        assessment,
        connectivity,
        health,
        session,
        worker);
  }

  /**
   * Can we get to it?
   *
   * @param lastSeen when it was last known to be within reach: its last heartbeat or its admission
   * @param lastHeartbeat its last good heartbeat; null if there was none since it was admitted
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ConnectivityJson(Instant lastSeen, @Nullable HeartbeatJson lastHeartbeat) {
    /** Refuses missing members. */
    public ConnectivityJson {
      RequiredMembers.all(lastSeen);
    }
  }

  /**
   * A good heartbeat.
   *
   * @param containers those that are not ours
   * @param volumes those that are not ours
   * @param checkObjects containers and volumes of deep checks
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record HeartbeatJson(Instant at, int containers, int volumes, int checkObjects) {
    /** Refuses missing members. */
    public HeartbeatJson {
      RequiredMembers.all(at);
    }
  }

  /**
   * Can it do its job?
   *
   * @param failures completed failures in a row
   * @param failingSince when the first of them ended; null if there are none
   * @param last what the rules remember of the latest check; null if there was none
   * @param lastCheck the latest check step by step; null if none was written down
   * @param residue handles of which something may be left on the worker and can be destroyed
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ChecksJson(
      int failures,
      @Nullable Instant failingSince,
      @Nullable CheckSummaryJson last,
      @Nullable CheckJson lastCheck,
      int residue) {}

  /**
   * A request to land or retire.
   *
   * @param by who asked
   * @param why in their words; may be empty
   * @param deadline when it ends, also with work left
   * @param forHealth whether the rules asked, for failing checks
   * @param blockers the first 20 containers that hold it up, in the worker's words; empty once it
   *     has ended, or while none is known
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record DrainJson(
      String by,
      String why,
      Instant requestedAt,
      Instant deadline,
      boolean forHealth,
      List<String> blockers) {
    /** Copies the list. */
    public DrainJson {
      RequiredMembers.all(by, why, requestedAt, deadline, blockers);
      blockers = List.copyOf(blockers);
    }
  }

  /**
   * What is held against a name that was retired for failing checks.
   *
   * @param count how often, since it was last forgiven
   * @param until before when it is not admitted; null if it may be
   * @param healthySince since when it has been good; null if it is not
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record QuarantineJson(
      int count, @Nullable Instant until, @Nullable Instant healthySince) {}

  /**
   * The registration in charge.
   *
   * @param gateway the gateway that holds its session; null if none does
   * @param here whether the answering gateway holds a session of this name
   * @param waitingFor what a session held here waits for; null if it waits for nothing
   * @param startTime unix seconds of the start of the worker's process, 0 if unknown
   * @param keyFingerprint the key the worker proved
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SessionJson(
      long incarnation,
      Instant admittedAt,
      boolean connected,
      @Nullable String gateway,
      boolean here,
      @Nullable String waitingFor,
      long startTime,
      String keyFingerprint) {
    /** Refuses missing members. */
    public SessionJson {
      RequiredMembers.all(admittedAt, keyFingerprint);
    }
  }
}
