package tsa.api.http;

import java.util.List;
import java.util.Optional;

/**
 * The token in a header {@code Authorization}, read as the ATC reads it
 * (docs/protocol/fly.md#tokens).
 */
public final class BearerToken {
  private BearerToken() {}

  /** The token; empty unless the header is two words, the first of them {@code BearerToken}. */
  public static Optional<String> token(String header) {
    List<String> words = List.of(header.split(" ", -1));
    return words.size() == 2
            && words.getFirst().equalsIgnoreCase("bearer")
            && !words.getLast().isEmpty()
        ? Optional.of(words.getLast())
        : Optional.empty();
  }
}
