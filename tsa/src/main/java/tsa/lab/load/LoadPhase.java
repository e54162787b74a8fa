package tsa.lab.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one part of a run.
 *
 * @param seconds how long it was
 * @param registrations of workers, again or for the first time
 * @param lost registrations that ended
 * @param registeringMs from the first packet to the word of the gateway that it is registered
 * @param heartbeatGapMs from one answered heartbeat of a worker to the next
 * @param heartbeatLateMs by how much a gap was longer than the interval with all its jitter
 * @param heartbeatsLateOver1s how many were by more than a second
 * @param shortMs reports and sweeps, each on a connection of its own, that ended with 0
 * @param shortFailures those that did not
 * @param failures how often what went wrong, shortened
 * @param gateway what the gateway used; null where it was not told
 */
public record LoadPhase(
    double seconds,
    long registrations,
    long lost,
    LatencySummary registeringMs,
    LatencySummary heartbeatGapMs,
    LatencySummary heartbeatLateMs,
    long heartbeatsLateOver1s,
    LatencySummary shortMs,
    long shortFailures,
    Map<String, Long> failures,
    Used gateway) {
  /** Copies the map. */
  public LoadPhase {
    failures = Map.copyOf(failures);
  }

  /**
   * What a gateway used within a phase.
   *
   * @param cpuSeconds of all its threads
   * @param gcSeconds it stood still for the garbage collector
   * @param heapMb at the end, garbage included
   * @param liveMb found alive by the last collection of the whole heap
   */
  public record Used(
      @Nullable Double cpuSeconds,
      @Nullable Double gcSeconds,
      @Nullable Double heapMb,
      @Nullable Double liveMb) {}

  /** SSH connections that were made and let in. */
  public long handshakes() {
    return registrations + shortMs.count();
  }

  /** CPU of the gateway for all it did, shared out among the handshakes; null if not known. */
  public @Nullable Double cpuMsPerHandshake() {
    Double cpu = gateway.cpuSeconds();
    return cpu == null || handshakes() == 0 ? null : cpu * 1_000 / handshakes();
  }
}
