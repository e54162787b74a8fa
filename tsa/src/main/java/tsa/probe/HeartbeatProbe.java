package tsa.probe;

import tsa.control.port.Prober.HeartbeatResult;
import tsa.control.port.Tunnel.Server;
import tsa.lifecycle.FailureCause;
import tsa.worker.Load;

/** Makes a heartbeat of what the two servers list. */
final class HeartbeatProbe {
  /** What came of asking one server. */
  sealed interface ListResult {
    /** It answered. */
    record Handles(HandleList handles) implements ListResult {}

    /** It did not. */
    record Unanswered(HeartbeatResult.Missed why) implements ListResult {}
  }

  private HeartbeatProbe() {}

  /**
   * Asks one server; all of its list has to be there in three quarters of the time. The rest is for
   * a light call: a list that hangs on a server that answers otherwise is the worker's own trouble,
   * and no connectivity problem.
   */
  static ListResult ask(
      Server server, WorkerHttpClient http, Cancellation cancellation, CallDeadline deadline) {
    CallDeadline forList = deadline.orSooner(deadline.left().multipliedBy(3).dividedBy(4));
    try {
      return new ListResult.Handles(
          switch (server) {
            case GARDEN -> new GardenClient(http).containers(forList);
            case BAGGAGECLAIM -> new BaggageclaimClient(http, cancellation).volumes(forList);
          });
    } catch (ProbeException e) {
      return new ListResult.Unanswered(missed(server, e.finding(), http, deadline));
    }
  }

  private static HeartbeatResult.Missed missed(
      Server server, Finding finding, WorkerHttpClient http, CallDeadline deadline) {
    FailureCause cause = Classification.ofList(server, finding);
    boolean silent = cause == FailureCause.TIMED_OUT || cause == FailureCause.CLOSED;
    boolean answered = cause.isAnswer() || (silent && http.answers(server, deadline));
    return new HeartbeatResult.Missed(server, cause, DetailText.of(finding.detail()), answered);
  }

  /**
   * Both together; of two misses the one without an answer is told, or else Garden's. Our own
   * objects are no load.
   */
  static HeartbeatResult both(ListResult containers, ListResult volumes) {
    return switch (containers) {
      case ListResult.Unanswered missed ->
          missed.why().answered() && volumes instanceof ListResult.Unanswered other
              ? other.why()
              : missed.why();
      case ListResult.Handles inGarden ->
          switch (volumes) {
            case ListResult.Unanswered missed -> missed.why();
            case ListResult.Handles inBaggageclaim ->
                new HeartbeatResult.Good(load(inGarden.handles(), inBaggageclaim.handles()));
          };
    };
  }

  private static Load load(HandleList containers, HandleList volumes) {
    return new Load(
        containers.others(),
        volumes.others(),
        containers.ours() + volumes.ours(),
        containers.names());
  }
}
