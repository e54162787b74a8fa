package tsa.cli.text;

import tsa.wire.WorkerListJson;

/** What shows the workers while they are watched. */
public interface WorkersView {
  /**
   * Shows them as they are now.
   *
   * @param live whether changes are told by the gateway, and not only found by asking
   */
  void show(WorkerListJson list, boolean live);

  /** Says that they could not be asked for; the next try follows. */
  void trouble(String why);
}
