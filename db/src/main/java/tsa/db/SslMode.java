package tsa.db;

/** How the connection to the server is protected; the words are PostgreSQL's {@code sslmode}. */
public enum SslMode {
  /** No TLS. */
  DISABLE("disable"),
  /** TLS only where the server insists. */
  ALLOW("allow"),
  /** TLS where the server offers it. */
  PREFER("prefer"),
  /** TLS always, the server's certificate unchecked. */
  REQUIRE("require"),
  /** TLS always, with a certificate signed by a known authority. */
  VERIFY_CA("verify-ca"),
  /** As before, and the certificate must name the host. */
  VERIFY_FULL("verify-full");

  private final String word;

  SslMode(String word) {
    this.word = word;
  }

  /** The word in settings and connection strings. */
  public String word() {
    return word;
  }

  /**
   * The mode of a word.
   *
   * @throws IllegalArgumentException listing the words there are
   */
  public static SslMode of(String word) {
    StringBuilder known = new StringBuilder();
    for (SslMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
      known.append(known.isEmpty() ? "" : ", ").append(mode.word);
    }
    throw new IllegalArgumentException(
        "unknown sslmode '%s'; it is one of %s".formatted(word, known));
  }
}
