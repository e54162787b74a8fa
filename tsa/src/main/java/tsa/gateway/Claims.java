package tsa.gateway;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.Caller;
import tsa.worker.WorkerName;

/**
 * What a key allows (docs/protocol/registration.md#which-team-a-key-speaks-for). A team is only
 * ever taken from the proven key; what a worker claims can narrow it, never widen it (B10).
 */
final class Claims {
  private Claims() {}

  /**
   * Refuses a registration for a team that the key does not speak for.
   *
   * @param claimed null for a worker of all teams
   * @throws CommandException with the reason
   */
  static void requireOwn(Identity identity, @Nullable String claimed) throws CommandException {
    if (identity.team() == null || Objects.equals(identity.team(), claimed)) {
      return;
    }
    throw new CommandException(
        "the key is authorized for "
            + shown(identity.team())
            + ", but the worker is "
            + (claimed == null ? "for all teams" : "of " + shown(claimed)));
  }

  /**
   * Refuses a name that the key is not bound to.
   *
   * @throws CommandException with the reason
   */
  private static void requireCovered(Identity identity, WorkerName worker) throws CommandException {
    if (!identity.options().covers(worker.value())) {
      throw new CommandException(
          "the key is authorized for workers named "
              + Printable.of(String.join(",", identity.options().workers()))
              + ", not for '"
              + Printable.of(worker.value())
              + "'");
    }
  }

  /**
   * Who asks about a worker that is already known. A claim of another team than the key's is
   * refused; without a claim the stored worker decides, because {@code concourse land-worker} never
   * sends a team (B30).
   *
   * @throws CommandException with the reason
   */
  static Caller caller(Identity identity, WorkerName worker, Optional<String> claimed)
      throws CommandException {
    requireCovered(identity, worker);
    if (claimed.isPresent()) {
      requireOwn(identity, claimed.get());
    }
    return new Caller(worker.value(), identity.team());
  }

  private static String shown(String team) {
    return "team '" + Printable.of(team) + "'";
  }
}
