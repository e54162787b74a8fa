package tsa.cli.command;

import java.util.List;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.wire.WorkerItemJson;

/** Names that somebody may have meant. */
final class Suggestions {
  private static final int MOST = 3;
  private static final int NEAR = 2;

  private Suggestions() {}

  /** The same complaint, with names like the one that was not found. */
  static CliException added(CliException complaint, String name, ApiClient api) {
    if (!complaint.isNotFound()) {
      return complaint;
    }
    try {
      List<String> near =
          near(name, api.workers().workers().stream().map(WorkerItemJson::name).toList());
      return near.isEmpty()
          ? complaint
          : new CliException(
              complaint.getMessage() + ". Names like it: " + String.join(", ", near));
    } catch (CliException e) {
      // The list is a courtesy; the first complaint is the one that counts.
      return complaint;
    }
  }

  /** The names that contain it or differ in a character or two. */
  static List<String> near(String name, List<String> names) {
    return names.stream()
        .filter(known -> !known.equals(name))
        .filter(known -> known.contains(name) || distance(name, known) <= NEAR)
        .limit(MOST)
        .toList();
  }

  /** How many characters have to be added, removed or replaced. */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > NEAR) {
      return NEAR + 1;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
