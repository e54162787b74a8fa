package tsa.lab.simulator.link;

import org.jspecify.annotations.Nullable;

/**
 * How a command over SSH ended.
 *
 * @param status its exit status; null if it ended without one
 * @param out what it wrote to stdout, up to a limit
 * @param err what it wrote to stderr, up to a limit
 */
public record CommandResult(@Nullable Integer status, String out, String err) {
  /** Whether it ended with that status. */
  public boolean endedWith(int code) {
    return status != null && status == code;
  }
}
