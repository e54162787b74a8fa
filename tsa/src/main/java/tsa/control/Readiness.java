package tsa.control;

import java.util.List;

/** Tells whether this process can take new work. Does not block; thread-safe. */
@FunctionalInterface
public interface Readiness {
  /** Why not, in words; empty if it can. */
  List<String> problems();
}
