package tsa.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import tsa.atc.AtcSettings;
import tsa.atc.SigningKeySecret;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.tls.TrustedAuthorities;

/** Which ATC is told of the workers; none if none of these is given. Concourse's names. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class AtcOptions {
  private static final int LONGEST_SECRET = 4096;

  @Option(
      names = "--tsa-atc-url",
      paramLabel = "URL",
      split = ",",
      description =
          "ATC (Concourse's web) that is told of the workers, and schedules builds on them; may be"
              + " repeated, the next one is asked when one does not answer. Default: none")
  String @Nullable [] urls;

  @Option(
      names = "--tsa-client-id",
      paramLabel = "ID",
      defaultValue = "concourse-worker",
      description = "Client by which a token is asked for there. Default: ${DEFAULT-VALUE}")
  String clientId;

  @Option(
      names = "--tsa-client-secret",
      paramLabel = "SECRET",
      description =
          "Its secret, the same as the web nodes have; better given in"
              + " CONCOURSE_TSA_CLIENT_SECRET, or in a file")
  @Nullable String clientSecret;

  @Option(
      names = "--tsa-client-secret-file",
      paramLabel = "FILE",
      description = "File with that secret and nothing else")
  @Nullable Path clientSecretFile;

  @Option(
      names = "--tsa-session-signing-key",
      paramLabel = "FILE",
      description =
          "The web nodes' session signing key, from which they derive the secret when they are"
              + " given none")
  @Nullable Path signingKey;

  @Option(
      names = "--tsa-token-url",
      paramLabel = "URL",
      description = "Where tokens are had. Default: /sky/issuer/token of the ATC")
  @Nullable String tokenUrl;

  @Option(
      names = "--tsa-scope",
      paramLabel = "SCOPE",
      split = ",",
      description = "Scope asked for with a token; may be repeated. Default: none")
  String @Nullable [] scopes;

  @Option(
      names = "--tsa-atc-ca-cert",
      paramLabel = "FILE",
      description = "Authorities that its certificate may come from. Default: those of Java")
  @Nullable Path caCert;

  /**
   * The ATC; empty if there is none. Reads the files.
   *
   * @throws IllegalArgumentException with a sentence, without a secret in it
   */
  public Optional<AtcSettings> atc() {
    if (urls == null || urls.length == 0) {
      tellWhatIsPassedOver();
      return Optional.empty();
    }
    List<URI> nodes = new ArrayList<>();
    for (String url : urls) {
      nodes.add(url("--tsa-atc-url", url));
    }
    return Optional.of(
        new AtcSettings(
            nodes,
            clientId,
            secret(),
            tokenUrl == null ? null : url("--tsa-token-url", tokenUrl),
            scopes == null ? List.of() : List.of(scopes),
            trust(),
            AtcSettings.CallLimits.DEFAULT));
  }

  private void tellWhatIsPassedOver() {
    if (clientSecret != null || clientSecretFile != null || signingKey != null) {
      // Not an error: the environment of a web node has them, too.
      LoggerFactory.getLogger(AtcOptions.class)
          .warn("a secret for an ATC is set, but no --tsa-atc-url: no ATC is told of the workers");
    }
  }

  private static URI url(String option, String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http") || scheme.equals("https");
      if (http && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException notOne) {
      // told below, without what it was: there may be a password in it
    }
    throw new IllegalArgumentException(
        option + " has to be like https://ci.example.com, without a password or a query");
  }

  private String secret() {
    if (Stream.of(clientSecret, clientSecretFile, signingKey).filter(g -> g != null).count() != 1) {
      throw new IllegalArgumentException(
          "--tsa-atc-url needs exactly one of --tsa-client-secret, --tsa-client-secret-file and"
              + " --tsa-session-signing-key");
    }
    if (clientSecret != null) {
      return notEmpty("--tsa-client-secret", clientSecret);
    }
    return clientSecretFile != null ? secretIn(clientSecretFile) : derived(signingKey);
  }

  private static String secretIn(Path file) {
    try {
      if (Files.size(file) > LONGEST_SECRET) {
        throw new IllegalArgumentException(file + " is too long for a secret");
      }
      return notEmpty(file.toString(), Files.readString(file).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the secret in " + file + ": " + e, e);
    }
  }

  private static String notEmpty(String where, String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(where + " is empty");
    }
    return secret;
  }

  private String derived(@Nullable Path key) {
    try {
      if (key != null && PrivateKeyFile.load(key).getPublic() instanceof RSAKey rsa) {
        return SigningKeySecret.of(clientId, rsa);
      }
      throw new IllegalArgumentException(key + " is no RSA key, as session signing keys are");
    } catch (KeyFileException e) {
      throw new IllegalArgumentException("--tsa-session-signing-key: " + e.getMessage(), e);
    }
  }

  private @Nullable SSLContext trust() {
    if (caCert == null) {
      return null;
    }
    try {
      return TrustedAuthorities.of(TrustedAuthorities.read(caCert));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "--tsa-atc-ca-cert: " + caCert + " holds no certificate in PEM: " + e.getMessage(), e);
    }
  }
}
