package tsa.lab.simulator;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What can be made to go wrong with a simulated worker, by name on a command line: {@code
 * read-only-disk}, {@code slow=250}, {@code garden:accept-then-hang}.
 */
public enum Fault {
  // Connectivity: what a dead or stuck process looks like through the tunnel
  // (docs/protocol/worker-apis.md#through-the-tunnel).
  REFUSE("refuse", "nobody listens: the tunnel holds the bytes and delivers them on recovery"),
  ACCEPT_THEN_HANG("accept-then-hang", "requests are read, carried out and answered on recovery"),
  ACCEPT_THEN_CLOSE("accept-then-close", "connections end without a byte"),
  SLOW("slow", "every call is late by the given milliseconds", 1_000),

  // The container runtime.
  PING_500("ping-500", "garden's ping fails, all else works"),
  RUNTIME_DOWN("runtime-down", "the runtime behind garden is dead: calls fail at once"),
  RUNTIME_HUNG("runtime-hung", "the runtime hangs: calls fail after garden's request timeout"),
  CONTAINER_LIMIT("container-limit", "at most the given number of containers", 0),
  NETWORK_POOL_EXHAUSTED("network-pool-exhausted", "no subnet is left for a further container"),
  CREATE_NEVER_RUNS("create-never-runs", "containers are created, processes in them never start"),

  // The disk under the volumes (docs/protocol/worker-apis.md#disk-troubles).
  READ_ONLY_DISK("read-only-disk", "the disk was remounted read-only"),
  FULL_DISK("full-disk", "no space left on the disk"),
  NEARLY_FULL_DISK("nearly-full-disk", "only streams of fewer than the given KiB still fit", 100),
  BROKEN_COPIES("broken-copies", "no copy of a volume can be made: overlay or btrfs is broken"),
  FROZEN_WRITES("frozen-writes", "writes hang and are carried out on recovery"),
  HUNG_READS("hung-reads", "reads and writes hang"),
  SLOW_DISK("slow-disk", "every write is late by the given milliseconds", 1_000),
  BUSY_VOLUMES("busy-volumes", "destroying a volume fails half way and leaves a dead entry"),

  // Answers no sane server gives.
  TRUNCATED_BODY("truncated-body", "the connection ends in the middle of the body"),
  ENDLESS_BODY("endless-body", "the body never ends"),
  DRIP("drip", "the body comes byte by byte, each late by the given milliseconds", 200),
  GARBAGE_JSON("garbage-json", "the body is not JSON"),
  WRONG_TYPES("wrong-types", "the body is JSON of another shape"),
  REDIRECT("redirect", "every call is redirected elsewhere"),
  HUGE_ERROR("huge-error", "every call fails with an error text of the given KiB", 4_096),

  // The worker's own housekeeping (docs/protocol/worker-apis.md#sweeps-of-unknown-handles).
  SWEEP("sweep", "unknown handles are destroyed on a tick of the given milliseconds", 30_000);

  private static final long NO_ARGUMENT = -1;

  private final String id;
  private final String description;
  private final long defaultArgument;

  Fault(String id, String description) {
    this(id, description, NO_ARGUMENT);
  }

  Fault(String id, String description, long defaultArgument) {
    this.id = id;
    this.description = description;
    this.defaultArgument = defaultArgument;
  }

  /** Returns the kebab-case name used on a command line. */
  public String id() {
    return id;
  }

  /** Returns one line that says what the fault does. */
  public String description() {
    return description;
  }

  /** Returns whether the fault takes a number. */
  public boolean takesArgument() {
    return defaultArgument != NO_ARGUMENT;
  }

  /** Returns the number used when none is given; -1 for a fault that takes none. */
  public long defaultArgument() {
    return defaultArgument;
  }

  /**
   * Returns the fault of that id.
   *
   * @throws IllegalArgumentException naming all ids, when there is none
   */
  public static Fault parse(String id) {
    for (Fault fault : values()) {
      if (fault.id.equals(id)) {
        return fault;
      }
    }
    String known = Arrays.stream(values()).map(Fault::id).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no fault is named '" + id + "'; there are: " + known);
  }
}
