package tsa.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway behind TLS with a certificate that nobody knows but its operators. */
class TlsTest {
  private static final Path TLS = Path.of("src", "test", "resources", "tls");
  private static final Path CA = TLS.resolve("loopback.pem");
  private static final char[] PASSWORD = "loopback".toCharArray();
  private static final String USER =
      """
      {"sub":"local:ann","name":"ann","user_id":"ann","user_name":"","email":"ann",
       "is_admin":true,"is_system":false,"teams":{"main":["owner"]},"connector":"local",
       "display_user_id":"ann"}
      """;

  @TempDir private Path dir;
  private HttpsServer server;
  private Map<String, String> env = Map.of();

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext("/api/v1/user", exchange -> answer(exchange, USER));
    server.createContext(
        "/sky/issuer/token",
        exchange ->
            answer(
                exchange, "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":9}"));
    server.start();
    env =
        Map.of(
            "TSA_URL",
            "https://127.0.0.1:" + server.getAddress().getPort(),
            "TSA_TOKEN",
            "t",
            "XDG_CONFIG_HOME",
            dir.toString());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(TLS.resolve("loopback.p12"))) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private CliRun run(String... args) {
    return CliRun.piped(env, args);
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() {
    CliRun run = run("status");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no trust in the certificate").contains("--ca-cert");
  }

  @Test
  void oneThatIsNamedIs() {
    assertThat(run("status", "--ca-cert", CA.toString()).out()).contains(" as ann");
    Map<String, String> more = new HashMap<>(env);
    more.put("TSA_CA_CERT", CA.toString());
    assertThat(CliRun.piped(more, "status").out()).contains(" as ann");
  }

  @Test
  void aLoginKeepsIt() {
    String url = env.get("TSA_URL");
    String[] login = {"login", "-t", "ci", "-c", url, "-u", "ann", "-p", "x", "--ca-cert", ""};
    login[login.length - 1] = CA.toString();
    assertThat(run(login).err()).isEmpty();
    assertThat(run("status", "-t", "ci").out()).contains(" as ann");
    assertThat(run("login", "-t", "ci", "-p", "x").err()).as("again without it").isEmpty();
  }

  @Test
  void aFileWithoutCertificatesIsNamed() throws IOException {
    Path file = Files.writeString(dir.resolve("ca.pem"), "not a certificate");
    assertThat(run("status", "--ca-cert", file.toString()).err())
        .contains(file + " holds no certificate in PEM");
    assertThat(run("status", "--ca-cert", dir.resolve("none").toString()).err())
        .contains("cannot read the certificates in ");
  }
}
