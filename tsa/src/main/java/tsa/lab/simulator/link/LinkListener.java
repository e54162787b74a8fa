package tsa.lab.simulator.link;

/** Told what happens to a simulated worker. Methods must not block; called from any thread. */
public interface LinkListener {
  /** A listener that does nothing. */
  LinkListener NONE = new LinkListener() {};

  /** The gateway admitted it. */
  default void registered() {}

  /** The gateway had a good heartbeat. */
  default void heartbeated() {}

  /** The gateway wrote a line to its stderr. */
  default void told(String line) {}

  /** A registration ended without a status, or could not begin; it tries again. */
  default void lost(String why) {}

  /** The worker process would end with that code. */
  default void exited(int code) {}
}
