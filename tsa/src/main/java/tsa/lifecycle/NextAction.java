package tsa.lifecycle;

import java.util.Locale;

/** What will be done about a worker if nothing changes. */
public enum NextAction {
  NEXT_HEARTBEAT("next heartbeat"),
  STALL("stalled, unless a good heartbeat comes"),
  RECOVER("running again with the first good heartbeat"),
  RETIRE("retired, unless a deep check passes"),
  RELEASE("looked at again when the hold ends"),
  END_DRAIN("drain ends, also with work left"),
  FORGET("record removed"),
  JOIN_ANEW("joins as a newcomer if it registers again"),
  AWAIT_RESTART("running again after a restart of its process"),
  AWAIT_OPERATOR("nothing happens by itself; an operator has to act");

  private final String words;

  NextAction(String words) {
    this.words = words;
  }

  /** The word used in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it means, for a person. */
  public String words() {
    return words;
  }
}
