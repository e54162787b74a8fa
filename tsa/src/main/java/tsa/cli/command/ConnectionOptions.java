package tsa.cli.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.login.AccessToken;
import tsa.cli.login.CaCertificates;
import tsa.cli.login.Target;
import tsa.cli.login.TargetFile;

/**
 * Options that say where the gateway is and who asks. An option counts before the environment, the
 * environment before a target it names, and that before the defaults. The token of a target goes to
 * the address of that target only.
 */
final class ConnectionOptions {
  static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @ArgGroup private @Nullable Where where;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "File that holds the token.",
        "Else that of -t, else the token itself in $TSA_TOKEN,",
        "else the file in $TSA_TOKEN_FILE, else",
        AccessToken.DEFAULT_TOKEN_FILE + "."
      })
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = {
        "Trust these authorities (PEM) for https.",
        "Else those of -t, else the file in $TSA_CA_CERT."
      })
  private @Nullable Path caCert;

  private static final class Where {
    @Option(
        names = {"-t", "--target"},
        paramLabel = "NAME",
        description = {"Use the login that 'tsa login -t NAME' saved.", "Else $TSA_TARGET."})
    private String target = "";

    @Option(
        names = "--api-url",
        paramLabel = "URL",
        description = {
          "Address of a gateway's REST API.",
          "Else $TSA_URL, else " + DEFAULT_URL + "."
        })
    private @Nullable String url;
  }

  /** A client for the gateway that these options name. */
  ApiClient open(Map<String, String> env) throws CliException {
    String name = target(env);
    if (name.isEmpty()) {
      String given = where == null || where.url == null ? env.get("TSA_URL") : where.url;
      return new ApiClient(
          url(given == null ? DEFAULT_URL : given),
          AccessToken.find(tokenFile, env),
          trust(env, null));
    }
    Target target = TargetFile.of(env).get(name);
    return new ApiClient(url(target.url()), token(name, target, env), trust(env, target));
  }

  /** The name of the target that counts; empty if an address does. */
  String target(Map<String, String> env) {
    if (where != null) {
      return where.target;
    }
    return env.containsKey("TSA_URL") ? "" : env.getOrDefault("TSA_TARGET", "");
  }

  private AccessToken token(String name, Target target, Map<String, String> env)
      throws CliException {
    boolean byEnvironment = env.containsKey("TSA_TOKEN") || env.containsKey("TSA_TOKEN_FILE");
    return tokenFile != null || (where == null && byEnvironment)
        ? AccessToken.find(tokenFile, env)
        : AccessToken.of(name, target);
  }

  private @Nullable SSLContext trust(Map<String, String> env, @Nullable Target target)
      throws CliException {
    if (caCert != null) {
      return CaCertificates.of(CaCertificates.read(caCert), caCert.toString());
    }
    String file = env.getOrDefault("TSA_CA_CERT", "");
    String saved = target == null ? null : target.caCert();
    if (saved != null && (where != null || file.isEmpty())) {
      return CaCertificates.of(saved, "the target");
    }
    return file.isEmpty() ? null : CaCertificates.of(CaCertificates.read(Path.of(file)), file);
  }

  /**
   * That address, without a slash at its end.
   *
   * @throws CliException if it is none
   */
  static URI url(String text) throws CliException {
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getQuery() == null && uri.getFragment() == null;
      if (web && uri.getHost() != null && plain && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The sentence below says what is expected.
    }
    throw new CliException(
        "'" + text + "' is not the address of a gateway; write it like " + DEFAULT_URL);
  }
}
