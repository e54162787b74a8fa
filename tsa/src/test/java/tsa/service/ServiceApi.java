package tsa.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.login.AccessToken;
import tsa.testing.Patience;
import tsa.wire.EventJson;
import tsa.wire.WorkerItemJson;

/** What an operator sees and asks, over REST. */
final class ServiceApi implements AutoCloseable {
  private static final Duration LIMIT = Patience.LIMIT;

  private final URI base;
  private final String token;
  private final ApiClient api;
  private final HttpClient http = HttpClient.newHttpClient();

  ServiceApi(int port, Path tokenFile) throws IOException, CliException {
    base = URI.create("http://127.0.0.1:" + port);
    token = Files.readString(tokenFile).strip();
    api = new ApiClient(base, AccessToken.read(tokenFile));
  }

  /** A worker as our own list has it; empty if it is not known. */
  Optional<WorkerItemJson> worker(String name) throws CliException {
    return api.workers().workers().stream().filter(w -> w.name().equals(name)).findFirst();
  }

  /** Its state, or {@code absent}. */
  String state(String name) throws CliException {
    return worker(name).map(WorkerItemJson::state).orElse("absent");
  }

  /** Its last check's verdict, or {@code none}. */
  String verdict(String name) throws CliException {
    return worker(name).map(WorkerItemJson::lastCheck).map(check -> check.verdict()).orElse("none");
  }

  /** Its changes of state, the oldest first, each as {@code FROM -> TO: REASON}. */
  List<String> changes(String name) throws CliException {
    return api.events(name, 100, null).events().reversed().stream()
        .filter(event -> event.kind().equals("state"))
        .map(ServiceApi::change)
        .toList();
  }

  private static String change(EventJson event) {
    return event.from() + " -> " + event.to() + ": " + event.reason().code();
  }

  void ask(String name, String what) throws CliException {
    api.ask(name, what, "the test asks");
  }

  /** An answer with the token. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @Override
  public void close() {
    api.close();
    http.shutdownNow();
  }
}
