package tsa.lab.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Request;

/**
 * What happens to a fleet, to rehearse rules on it.
 *
 * @param start when it begins, on the database's clock
 * @param length how long it lasts
 * @param seed of all that is drawn by chance
 * @param gateways how many there are
 * @param workers who is there from the beginning
 * @param steps what happens, in any order
 */
public record Scenario(
    Instant start,
    Duration length,
    long seed,
    int gateways,
    List<Group> workers,
    List<ScenarioStep> steps) {
  /** The most workers of a scenario. */
  public static final int MOST_WORKERS = 5_000;

  /** The most gateways of a scenario. */
  public static final int MOST_GATEWAYS = 16;

  /** The longest a scenario lasts. */
  public static final Duration LONGEST = Duration.ofDays(31);

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException naming what is out of its range
   */
  public Scenario {
    workers = List.copyOf(workers);
    steps = List.copyOf(steps);
    int count = workers.stream().mapToInt(Group::count).sum();
    require(count >= 1 && count <= MOST_WORKERS, "workers", count, "1 to " + MOST_WORKERS);
    require(
        gateways >= 1 && gateways <= MOST_GATEWAYS, "gateways", gateways, "1 to " + MOST_GATEWAYS);
    require(
        length.isPositive() && length.compareTo(LONGEST) <= 0, "length", length, "up to 31 days");
  }

  private static void require(boolean holds, String what, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + value + ", but has to be " + range);
    }
  }

  /**
   * Workers that are alike.
   *
   * @param name of the worker; of several, the part before their number
   * @param count how many; one keeps its plain name
   * @param ephemeral whether they are to be forgotten soon after they went out of reach
   * @param containers how many each of them holds
   */
  public record Group(String name, int count, boolean ephemeral, int containers) {
    /**
     * @throws IllegalArgumentException if there is less than one of them
     */
    public Group {
      require(
          count >= 1 && count <= MOST_WORKERS, "count of " + name, count, "1 to " + MOST_WORKERS);
      require(containers >= 0, "containers of " + name, containers, "0 or more");
    }
  }

  /** What can go wrong, or be done. */
  public enum Incident {
    /** The workers are cut from the network. */
    OFFLINE,
    /** Their deep checks fail. */
    FAILING,
    /** They are full. */
    SATURATED,
    /** Their deep checks are disturbed. */
    INCONCLUSIVE,
    /** Their deep checks pass, but slowly. */
    DEGRADED,
    /** Their processes start anew. */
    RESTART,
    /** They hold that many containers. */
    CONTAINERS,
    /** Nobody reaches the database. */
    DATABASE_AWAY,
    /** All gateways stand still. */
    GATEWAY_PAUSE,
    /** All gateways end without a goodbye, and others take their place. */
    GATEWAY_RESTART,
    /** All connections of workers break. */
    STORM,
    /** The database's clock is set forward or back. */
    CLOCK,
    /** An operator asks for something. */
    ASK;

    boolean needsLength() {
      return this == GATEWAY_PAUSE;
    }
  }

  /**
   * One thing that happens.
   *
   * @param at when, from the beginning
   * @param length for how long; null until the end
   * @param what it is
   * @param workers whom it happens to; empty for everybody
   * @param ask what is asked for, if that is it
   * @param containers how many, if that is it
   * @param by how far the clock is set, if that is it; negative for back
   * @param problem how checks fail, if they do; null for the disk's being read-only
   */
  public record ScenarioStep(
      Duration at,
      @Nullable Duration length,
      Incident what,
      List<String> workers,
      Request.@Nullable Action ask,
      int containers,
      Duration by,
      CheckReport.@Nullable Problem problem) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if something it needs is missing
     */
    public ScenarioStep {
      workers = List.copyOf(workers);
      if (what.needsLength() && length == null) {
        throw new IllegalArgumentException("a " + what + " at " + at + " needs 'for'");
      }
      if (what == Incident.CLOCK && by.isZero()) {
        throw new IllegalArgumentException("a CLOCK at " + at + " needs 'by'");
      }
      if (what == Incident.ASK && ask == null) {
        throw new IllegalArgumentException("an ASK at " + at + " needs 'ask'");
      }
    }

    /** Something that needs no more than that. */
    static ScenarioStep of(Duration at, @Nullable Duration length, Incident what, String worker) {
      return new ScenarioStep(at, length, what, List.of(worker), null, 0, Duration.ZERO, null);
    }
  }
}
