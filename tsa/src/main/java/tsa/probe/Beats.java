package tsa.probe;

import tsa.control.Prober.BeatResult;
import tsa.control.Tunnel.Server;
import tsa.lifecycle.FailureCause;
import tsa.worker.Load;

/** Makes a beat of what the two servers list. */
final class Beats {
  /** What came of asking one server. */
  sealed interface Listed {
    /** It answered. */
    record Good(Handles handles) implements Listed {}

    /** It did not. */
    record Missed(BeatResult.Missed why) implements Listed {}
  }

  private Beats() {}

  /**
   * Asks one server; all of its list has to be there in three quarters of the time. The rest is for
   * a light call: a list that hangs on a server that answers otherwise is the worker's own trouble,
   * and no matter of reach.
   */
  static Listed ask(Server server, WorkerHttp http, Abort abort, Deadline deadline) {
    Deadline forList = deadline.orSooner(deadline.left().multipliedBy(3).dividedBy(4));
    try {
      return new Listed.Good(
          switch (server) {
            case GARDEN -> new Garden(http).containers(forList);
            case BAGGAGECLAIM -> new Baggageclaim(http, abort).volumes(forList);
          });
    } catch (ProbeException e) {
      return new Listed.Missed(missed(server, e.finding(), http, deadline));
    }
  }

  private static BeatResult.Missed missed(
      Server server, Finding finding, WorkerHttp http, Deadline deadline) {
    FailureCause cause = Classification.ofList(server, finding);
    boolean silent = cause == FailureCause.TIMED_OUT || cause == FailureCause.CLOSED;
    boolean answered = cause.isAnswer() || (silent && http.answers(server, deadline));
    return new BeatResult.Missed(server, cause, Detail.of(finding.detail()), answered);
  }

  /**
   * Both together; of two misses the one without an answer is told, or else Garden's. Our own
   * objects are no load.
   */
  static BeatResult both(Listed containers, Listed volumes) {
    return switch (containers) {
      case Listed.Missed missed ->
          missed.why().answered() && volumes instanceof Listed.Missed other
              ? other.why()
              : missed.why();
      case Listed.Good inGarden ->
          switch (volumes) {
            case Listed.Missed missed -> missed.why();
            case Listed.Good inBaggageclaim ->
                new BeatResult.Good(load(inGarden.handles(), inBaggageclaim.handles()));
          };
    };
  }

  private static Load load(Handles containers, Handles volumes) {
    return new Load(
        containers.others(),
        volumes.others(),
        containers.ours() + volumes.ours(),
        containers.names());
  }
}
