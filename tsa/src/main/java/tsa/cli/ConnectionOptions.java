package tsa.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has: where the gateway is, who asks, and what form the answer has. */
final class ConnectionOptions {
  static final String DEFAULT_URL = "http://127.0.0.1:8080";
  static final String DEFAULT_TOKEN_FILE = "tsa-data/admin.token";

  @Option(
      names = "--api-url",
      paramLabel = "URL",
      description = {
        "Address of a gateway's REST API.",
        "Else $TSA_URL, else " + DEFAULT_URL + "."
      })
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "File that holds the token.",
        "Else the token itself in $TSA_TOKEN, else the file",
        "in $TSA_TOKEN_FILE, else " + DEFAULT_TOKEN_FILE + "."
      })
  private @Nullable Path tokenFile;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  boolean json() {
    return json;
  }

  /** Whether help was asked for; picocli shows it. */
  boolean help() {
    return help;
  }

  /** A client for the gateway that these options name. */
  Api open(Map<String, String> env) throws CliException {
    return new Api(baseUrl(env), Token.find(tokenFile, env));
  }

  private URI baseUrl(Map<String, String> env) throws CliException {
    String text = url != null ? url : env.getOrDefault("TSA_URL", DEFAULT_URL);
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The sentence below says what is expected.
    }
    throw new CliException(
        "'" + text + "' is not the address of a gateway; write it like " + DEFAULT_URL);
  }
}
