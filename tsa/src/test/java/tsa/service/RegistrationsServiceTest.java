package tsa.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.link.CommandResult;
import tsa.testing.Patience;

/** Several registrations of one name, and the short commands, through the whole service. */
class RegistrationsServiceTest {
  @TempDir static Path folder;

  private static ServiceRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = ServiceRig.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    try (ServiceRig closed = rig) {
      closed.awaitNothingLeft();
    }
  }

  /** A connection of an ATC to a worker's Garden, kept open between requests. */
  private record Kept(Socket socket, BufferedReader in) implements AutoCloseable {
    static Kept open(String address) throws IOException {
      URI uri = URI.create("http://" + address);
      Socket socket = new Socket(uri.getHost(), uri.getPort());
      socket.setSoTimeout(Patience.LIMIT_MILLIS);
      return new Kept(
          socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
    }

    String ping() throws IOException {
      socket
          .getOutputStream()
          .write("GET /ping HTTP/1.1\r\nHost: worker\r\n\r\n".getBytes(US_ASCII));
      String status = in.readLine();
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      assertThat(in.skip(length)).isEqualTo(length);
      return status;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String address(String name) throws Exception {
    // Not from the list, which may be a second old.
    String query = "select garden_addr from workers where name = '" + name + "'";
    return rig.rows().column(query).getFirst();
  }

  private static long incarnation(String name) throws Exception {
    return rig.rows().number("select incarnation from workers where name = '" + name + "'");
  }

  @Test
  void fiveRegistrationsAtOnceWithTheNewestInCharge() throws Exception {
    SimulatedWorker worker = rig.fleet().join("mover");
    rig.awaitState("mover", "running");
    List<Kept> kept = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        addresses.add(address("mover"));
        kept.add(Kept.open(addresses.getLast()));
        assertThat(kept.getLast().ping()).contains("200");
        moves(worker);
      }
      addresses.add(address("mover"));

      assertThat(addresses).doesNotHaveDuplicates();
      assertThat(worker.link().registrations()).isEqualTo(5);
      assertThat(worker.link().rebalance()).as("a sixth").isFalse();
      for (Kept old : kept) {
        assertThat(old.ping()).as("what is open goes on").contains("200");
      }
      for (String old : addresses.subList(0, 4)) {
        ShortTimes.eventually("nothing new begins at " + old, () -> isClosed(old));
      }
      try (Kept fresh = Kept.open(addresses.getLast())) {
        assertThat(fresh.ping()).contains("200");
      }
    } finally {
      for (Kept open : kept) {
        open.close();
      }
    }
    ShortTimes.eventually("the old ones end", () -> worker.link().registrations() == 1);
    assertThat(rig.rest().changes("mover")).containsExactly("null -> running: joined");
  }

  private static void moves(SimulatedWorker worker) throws Exception {
    long before = incarnation("mover");
    assertThat(worker.link().rebalance()).isTrue();
    assertThat(incarnation("mover")).isGreaterThan(before);
    assertThat(rig.rest().state("mover")).isEqualTo("running");
  }

  private static boolean isClosed(String address) {
    try (Kept unexpected = Kept.open(address)) {
      return unexpected.socket().isClosed();
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void sweepsReturnOurOwnLeftoversOnlyAndAReportHasThemDestroyed() throws Exception {
    SimulatedWorker worker = rig.fleet().join("leaky");
    SimulatedWorker stranger = rig.fleet().join("stranger");
    rig.awaitState("leaky", "running");
    worker.servers().load(3);
    rig.awaitNothingLeft();
    String left = leftByAnotherGateway(worker);

    assertThat(run(worker, "sweep-volumes")).isEqualTo("[\"" + left + "\"]");
    assertThat(run(worker, "sweep-containers")).isEqualTo("[\"" + left + "\"]");
    assertThat(run(stranger, "sweep-volumes")).isEqualTo("[]");
    assertThat(run(worker, "report-volumes build-0 build-1 build-2")).isEmpty();
    assertThat(worker.servers().volumes()).contains(left);

    assertThat(run(worker, "report-volumes build-0 build-1 build-2 " + left)).isEmpty();
    rig.awaitNothingLeft();
    assertThat(worker.servers().containers())
        .containsExactlyInAnyOrder("build-0", "build-1", "build-2");
    assertThat(worker.servers().volumes())
        .containsExactlyInAnyOrder("build-0", "build-1", "build-2");
    assertThat(run(worker, "sweep-volumes")).isEqualTo("[]");
  }

  /** A volume and its line in the journal, as a gateway leaves them that dies in a check. */
  private static String leftByAnotherGateway(SimulatedWorker worker) throws Exception {
    String handle = "health-check-" + UUID.randomUUID();
    int port = worker.servers().baggageclaim().listen(0).getPort();
    HttpRequest create =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/volumes"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"handle\":\"%s\",\"strategy\":{\"type\":\"empty\"}}".formatted(handle)))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    assertThat(client.send(create, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(201);
    client.shutdownNow();
    int rows =
        rig.rows()
            .change(
                "insert into residue (handle, worker, incarnation, gateway_id, journalled_at,"
                    + " destroy_after) values ('%s', 'leaky', 1, gen_random_uuid(),"
                        .formatted(handle)
                    + " now() - interval '1 minute', now() - interval '30 seconds')");
    assertThat(rows).isEqualTo(1);
    return handle;
  }

  /** What a short command prints; it has to end well. */
  private static String run(SimulatedWorker worker, String command) throws Exception {
    CommandResult result = get(worker.link().command(command));
    assertThat(result.status()).as("%s: %s", command, result.err()).isZero();
    return result.out().strip();
  }
}
