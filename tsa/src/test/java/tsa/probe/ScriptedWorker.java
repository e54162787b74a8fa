package tsa.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tsa.control.port.Tunnel;

/**
 * The two servers of a worker on loopback sockets. What is not scripted is answered as a healthy
 * worker with the containerd backend does; a script can answer with any bytes, or none.
 */
final class ScriptedWorker implements Tunnel, AutoCloseable {
  /** Answers one request, then the connection is closed. */
  @FunctionalInterface
  interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private static final Pattern HANDLE = Pattern.compile("health-check-[0-9a-f-]{36}");

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Server, ServerSocket> servers;
  private volatile String handle = "HANDLE";

  ScriptedWorker() throws IOException {
    this.servers = Map.of(Server.GARDEN, listen(), Server.BAGGAGECLAIM, listen());
  }

  private ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(server));
    return server;
  }

  /**
   * Has requests answered so.
   *
   * @param request method and path; {@code HANDLE} stands for a handle of ours
   */
  ScriptedWorker on(String request, Script script) {
    scripts.put(request, script);
    return this;
  }

  /** Has requests answered with those bytes. */
  ScriptedWorker on(String request, String raw) {
    return on(request, out -> write(out, raw));
  }

  /** Has requests answered properly; {@code HANDLE} stands for the handle last seen. */
  ScriptedWorker on(String request, int status, String body) {
    return on(request, out -> write(out, http(status, body.replace("HANDLE", handle))));
  }

  /** Has something done before a request is answered. */
  ScriptedWorker before(String request, Runnable hook) {
    hooks.put(request, hook);
    return this;
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Has requests read and never answered. */
  ScriptedWorker hangOn(String request) {
    return on(request, out -> new CountDownLatch(1).await());
  }

  /** Has requests read and the connection closed without a byte. */
  ScriptedWorker closeOn(String request) {
    return on(request, "");
  }

  static String http(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %d Some\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, length, body);
  }

  static String gardenError(String type, String message) {
    return """
    {"Type":"%s","Message":"%s","Handle":"","ProcessID":"","Binary":""}
    """
        .formatted(type, message);
  }

  /** Method and path of the requests so far, with {@code HANDLE} for handles of ours. */
  List<String> requests() {
    return requests;
  }

  /** Connections that are still open. */
  int connections() {
    return open.size();
  }

  @Override
  public Connection dial(Server server, Duration limit) throws IOException {
    ServerSocket to = servers.get(server);
    if (to == null || to.isClosed()) {
      throw new IOException("the session is gone");
    }
    return SocketConnection.to(to.getLocalPort(), limit);
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Thread reader = Thread.currentThread();
      String request = read(socket);
      Thread.ofVirtual().start(() -> interruptAtEnd(socket, reader));
      script(request).answer(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      // The client has gone, as it should from a peer that misbehaves.
    } finally {
      open.remove(socket);
    }
  }

  /** A script that hangs ends with its connection, so that open ones can be counted. */
  private void interruptAtEnd(Socket socket, Thread reader) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // Nothing more is expected of a client.
      }
    } catch (IOException e) {
      // Ended all the same.
    }
    open.remove(socket);
    reader.interrupt();
  }

  private String read(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = in.readLine();
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    char[] body = new char[length];
    for (int read = 0; read < length; read++) {
      body[read] = (char) in.read();
    }
    String request = first == null ? "" : first.substring(0, first.lastIndexOf(' '));
    requests.add(HANDLE.matcher(request).replaceAll("HANDLE"));
    return request + "\n" + new String(body);
  }

  private Script script(String request) {
    String own =
        HANDLE.matcher(request).results().map(MatchResult::group).findFirst().orElse(handle);
    handle = own;
    String known = HANDLE.matcher(request.substring(0, request.indexOf('\n'))).replaceAll("HANDLE");
    hooks.getOrDefault(known, () -> {}).run();
    String healthy = healthy(known).replace("HANDLE", own);
    return scripts.getOrDefault(known, out -> write(out, healthy));
  }

  private static String healthy(String request) {
    return switch (request) {
      case "GET /ping", "PUT /containers/HANDLE/stop", "DELETE /containers/HANDLE" ->
          http(200, "{}\n");
      case "GET /capacity" -> http(500, gardenError("", "not implemented"));
      case "GET /containers" -> http(200, "{\"Handles\":[]}\n");
      case "POST /containers" -> entity(200, "{\"Handle\":\"HANDLE\"}");
      case "POST /containers/HANDLE/processes" ->
          """
          HTTP/1.0 201 Created\r
          Content-Type: application/json\r
          \r
          {"process_id":"p","stream_id":"1"}
          {"process_id":"p","exit_status":143}
          """;
      case "GET /volumes" -> http(200, "[]\n");
      case "POST /volumes-async" -> entity(201, "{\"handle\":\"HANDLE\"}");
      case "GET /volumes-async/HANDLE", "GET /volumes/HANDLE" ->
          entity(200, "{\"handle\":\"HANDLE\",\"path\":\"/v/live/HANDLE/volume\"}");
      case "PUT /volumes/HANDLE/stream-in?path=.",
          "DELETE /volumes-async/HANDLE",
          "DELETE /volumes/HANDLE" ->
          "HTTP/1.1 204 No Content\r\n\r\n";
      default -> http(404, "404 page not found\n");
    };
  }

  /** Without a length: it ends with the connection, so that HANDLE can be replaced in it. */
  private static String entity(int status, String body) {
    return "HTTP/1.1 %d Some\r\n\r\n%s".formatted(status, body);
  }

  /** As if the session had ended: nothing can be dialled any more. */
  @Override
  public void close() throws IOException {
    for (ServerSocket server : servers.values()) {
      server.close();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
