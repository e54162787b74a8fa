package tsa.atc;

import java.net.URI;

/**
 * What a web node answered.
 *
 * @param from which node
 * @param status of HTTP
 * @param body its text, within the limit
 * @param isOfAtc whether it is the ATC's own word, by the version that it gives with each answer of
 *     its API
 */
record AtcReply(URI from, int status, String body, boolean isOfAtc) {
  private static final int LONGEST_QUOTE = 200;

  /** Whether it did as it was asked. */
  boolean isDone() {
    return status / 100 == 2;
  }

  /** Its first words, on one line, for a person. */
  String quote() {
    String line = body.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line;
  }
}
