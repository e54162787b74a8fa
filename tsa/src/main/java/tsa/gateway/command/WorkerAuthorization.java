package tsa.gateway.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.Caller;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.protocol.PrintableText;
import tsa.worker.WorkerName;

/**
 * What a key allows (docs/protocol/registration.md#which-team-a-key-speaks-for). A team is only
 * ever taken from the proven key; what a worker claims can narrow it, never widen it (B10).
 */
final class WorkerAuthorization {
  private WorkerAuthorization() {}

  /**
   * Refuses a registration for a team that the key does not speak for.
   *
   * @param claimed null for a worker of all teams
   * @throws CommandRefusedException with the reason
   */
  static void requireOwn(KeyIdentity identity, @Nullable String claimed)
      throws CommandRefusedException {
    if (identity.team() == null || Objects.equals(identity.team(), claimed)) {
      return;
    }
    throw new CommandRefusedException(
        "the key is authorized for "
            + shown(identity.team())
            + ", but the worker is "
            + (claimed == null ? "for all teams" : "of " + shown(claimed)));
  }

  /**
   * Refuses a name that the key is not bound to.
   *
   * @throws CommandRefusedException with the reason
   */
  private static void requireCovered(KeyIdentity identity, WorkerName worker)
      throws CommandRefusedException {
    if (!identity.options().covers(worker.value())) {
      throw new CommandRefusedException(
          "the key is authorized for workers named "
              + PrintableText.of(String.join(",", identity.options().workers()))
              + ", not for '"
              + PrintableText.of(worker.value())
              + "'");
    }
  }

  /**
   * Who asks about a worker that is already known. A claim of another team than the key's is
   * refused; without a claim the stored worker decides, because {@code concourse land-worker} never
   * sends a team (B30).
   *
   * @throws CommandRefusedException with the reason
   */
  static Caller caller(KeyIdentity identity, WorkerName worker, Optional<String> claimed)
      throws CommandRefusedException {
    requireCovered(identity, worker);
    if (claimed.isPresent()) {
      requireOwn(identity, claimed.get());
    }
    return new Caller(worker.value(), identity.team());
  }

  private static String shown(String team) {
    return "team '" + PrintableText.of(team) + "'";
  }
}
