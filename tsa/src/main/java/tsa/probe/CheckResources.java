package tsa.probe;

import tsa.worker.CheckHandle;

/** What a check may have left on the worker under its handle. Used by one thread. */
final class CheckResources {
  /** What is known of one object. */
  enum Presence {
    /** Nothing was asked for. */
    NONE,
    /**
     * It was asked for, and no answer came: it can appear late
     * (docs/protocol/worker-apis.md#requests-outlive-their-client).
     */
    DOUBTFUL,
    /** It was asked for and that was answered: if it is not there now, it is gone. */
    ANSWERED,
    /** It is known gone. */
    GONE;

    boolean mayBeThere() {
      return this == DOUBTFUL || this == ANSWERED;
    }

    /** What is known after it was destroyed. */
    Presence after(Removal removal) {
      return switch (removal) {
        case REMOVED -> GONE;
        case ABSENT -> this == DOUBTFUL ? DOUBTFUL : GONE;
        case UNDERWAY -> this;
      };
    }
  }

  private final CheckHandle handle;
  private boolean promised;
  private Presence volume = Presence.NONE;
  private Presence container = Presence.NONE;
  private final StringBuilder problems = new StringBuilder();

  private CheckResources(CheckHandle handle) {
    this.handle = handle;
  }

  /** Of a check that has asked for nothing yet. */
  static CheckResources none(CheckHandle handle) {
    return new CheckResources(handle);
  }

  /** Of an earlier check, so long ago that nothing of it can appear any more. */
  static CheckResources old(CheckHandle handle) {
    CheckResources resources = new CheckResources(handle);
    resources.promised = true;
    resources.volume = Presence.ANSWERED;
    resources.container = Presence.ANSWERED;
    return resources;
  }

  CheckHandle handle() {
    return handle;
  }

  /** Whether the worker may still be making the volume, or remember that it did. */
  boolean promised() {
    return promised;
  }

  void promised(boolean is) {
    promised = is;
  }

  Presence volume() {
    return volume;
  }

  void volume(Presence presence) {
    volume = presence;
  }

  Presence container() {
    return container;
  }

  void container(Presence presence) {
    container = presence;
  }

  boolean nothing() {
    return !promised && !volume.mayBeThere() && !container.mayBeThere();
  }

  /** Notes why something may be left. */
  void problem(String what, ProbeException e) {
    problems.append(problems.isEmpty() ? "" : "; ").append(what).append(": ");
    problems.append(e.finding().detail());
  }

  /** Why something may be left, shortened; empty if nothing is. */
  String problem() {
    if (nothing()) {
      return "";
    }
    return problems.isEmpty()
        ? "a create was not answered; what it makes may yet appear"
        : DetailText.of(problems.toString());
  }
}
