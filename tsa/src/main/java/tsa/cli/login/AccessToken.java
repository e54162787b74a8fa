package tsa.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tsa.cli.CliException;

/**
 * The token, and where it came from.
 *
 * @param value what stands behind {@code BearerToken}
 * @param source for a person
 * @param remedy what to do if it is not accepted
 */
public record AccessToken(String value, String source, String remedy) {
  public static final String DEFAULT_TOKEN_FILE = "tsa-data/admin.token";
  private static final int LONGEST = 4096;
  private static final String NAME_ANOTHER =
      "name the right one with --token-file, $TSA_TOKEN_FILE or $TSA_TOKEN, or log in with 'tsa"
          + " login'";

  /**
   * Finds it: the option counts before the environment.
   *
   * @throws CliException if it cannot be read, or could not be sent
   */
  public static AccessToken find(@Nullable Path option, Map<String, String> env)
      throws CliException {
    if (option != null) {
      return read(option);
    }
    String given = env.getOrDefault("TSA_TOKEN", "");
    if (!given.isEmpty()) {
      return checked(given, "$TSA_TOKEN");
    }
    return read(Path.of(env.getOrDefault("TSA_TOKEN_FILE", DEFAULT_TOKEN_FILE)));
  }

  /**
   * The token in that file.
   *
   * @throws CliException if it cannot be read, or could not be sent
   */
  public static AccessToken read(Path file) throws CliException {
    try (InputStream in = Files.newInputStream(file)) {
      return checked(new String(in.readNBytes(LONGEST), UTF_8), file.toString());
    } catch (NoSuchFileException e) {
      throw new CliException(
          "there is no token file "
              + file
              + "; a gateway writes one named admin.token into its work directory."
              + " Name it with --token-file or $TSA_TOKEN_FILE");
    } catch (IOException e) {
      throw new CliException("cannot read the token file " + file + ": " + e);
    }
  }

  /**
   * That of a saved login.
   *
   * @throws CliException if it was logged out
   */
  public static AccessToken of(String name, Target target) throws CliException {
    String again = "log in with 'tsa login -t " + name + "'";
    if (target.token() == null) {
      throw new CliException("target '" + name + "' is logged out; " + again);
    }
    AccessToken token = checked(target.token(), "target '" + name + "'");
    return new AccessToken(token.value(), token.source(), "it may have run out: " + again);
  }

  private static AccessToken checked(String text, String source) throws CliException {
    String token = text.strip();
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new CliException(source + " does not hold a token: a token is one word");
    }
    return new AccessToken(token, source, NAME_ANOTHER);
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "Token[" + source + "]";
  }
}
