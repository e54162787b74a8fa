package tsa.probe;

import tsa.control.Prober.BeatResult;
import tsa.control.Tunnel.Server;
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

  /** Asks one server; all of its list has to be there by the deadline. */
  static Listed ask(Server server, WorkerHttp http, Abort abort, Deadline deadline) {
    try {
      return new Listed.Good(
          switch (server) {
            case GARDEN -> new Garden(http).containers(deadline);
            case BAGGAGECLAIM -> new Baggageclaim(http, abort).volumes(deadline);
          });
    } catch (ProbeException e) {
      Finding finding = e.finding();
      return new Listed.Missed(
          new BeatResult.Missed(
              server, Classification.ofList(server, finding), Detail.of(finding.detail())));
    }
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
