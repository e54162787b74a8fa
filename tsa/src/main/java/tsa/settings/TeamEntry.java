package tsa.settings;

import java.nio.file.Path;

/** A value {@code TEAM:FILE}, as Concourse has them. */
record TeamEntry(String team, Path file) {
  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the option, if it is something else
   */
  static TeamEntry parse(String option, String entry) {
    int colon = entry.indexOf(':');
    if (colon < 1 || colon == entry.length() - 1) {
      throw new IllegalArgumentException(option + ": '" + entry + "' is not TEAM:FILE");
    }
    return new TeamEntry(entry.substring(0, colon), Path.of(entry.substring(colon + 1)));
  }
}
