package tsa.cli.command;

import tsa.cli.text.Screen;
import tsa.wire.OutcomeJson;

/** How the outcome of a request is told. */
final class OutcomeText {
  private OutcomeText() {}

  /**
   * Prints an outcome.
   *
   * @param done what to call it when it was done
   */
  static void print(OutcomeJson outcome, String done, String worker, boolean json, Screen screen) {
    if (json) {
      screen.json(outcome);
    } else if (outcome.outcome().equals("already")) {
      screen.line("'" + worker + "' " + outcome.reason().text() + "; nothing changed");
    } else {
      screen.line(done + " '" + worker + "': " + outcome.reason().text());
    }
  }
}
