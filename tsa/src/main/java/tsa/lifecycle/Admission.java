package tsa.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about a registration that wants to be in charge of its name. */
public sealed interface Admission {
  /** Why. */
  Reason reason();

  /**
   * It is in charge from now on.
   *
   * @param record the worker's record from now on
   * @param joined whether it is a machine that was not known under this name
   */
  record Admit(WorkerRecord record, boolean joined, Reason reason) implements Admission {}

  /** It must have a good heartbeat first. */
  record NeedsHeartbeat(Reason reason) implements Admission {}

  /** It must pass a deep check first. */
  record NeedsCheck(Reason reason) implements Admission {}

  /**
   * It has to wait.
   *
   * @param until when to ask again at the latest; null for the next heartbeat
   */
  record Wait(@Nullable Instant until, Reason reason) implements Admission {}

  /** It will not be admitted. */
  record End(SessionEnd ending) implements Admission {
    @Override
    public Reason reason() {
      return ending.reason();
    }
  }
}
