package tsa.lab.simulator.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a path, with the manners of the router both real servers use: declaration
 * order decides, a trailing slash does not match, HEAD is not routed, and the 404 and 405 bodies
 * are plain text (docs/protocol/worker-apis.md#http-of-both-servers). Add all routes before the
 * first request; safe for many threads after that.
 */
public final class ServerRouter implements ServerHandler {
  private final List<ServerRoute> routes = new ArrayList<>();

  private record ServerRoute(String method, List<String> pattern, ServerHandler handler) {
    /** Returns the parameters, or null when the path is not of this pattern. */
    @Nullable Map<String, String> match(List<String> path) {
      if (path.size() != pattern.size()) {
        return null;
      }
      Map<String, String> params = new LinkedHashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String expected = pattern.get(i);
        String actual = path.get(i);
        if (expected.startsWith(":") && !actual.isEmpty()) {
          params.put(expected.substring(1), ServerRequest.unescape(actual));
        } else if (!expected.equals(actual)) {
          return null;
        }
      }
      return params;
    }
  }

  /** Adds a route; a segment that starts with a colon is a parameter. Returns this. */
  public ServerRouter add(String method, String pattern, ServerHandler handler) {
    routes.add(new ServerRoute(method, segments(pattern), handler));
    return this;
  }

  @Override
  public ServerResponse handle(ServerRequest request) throws IOException, InterruptedException {
    List<String> path = segments(request.path());
    Set<String> allowed = new LinkedHashSet<>();
    for (ServerRoute route : routes) {
      Map<String, String> params = route.match(path);
      if (params != null && route.method().equals(request.method())) {
        return route.handler().handle(request.withParams(params));
      }
      if (params != null) {
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty()
        ? ServerResponse.plainError(404, "404 page not found")
        : ServerResponse.plainError(405, "Method Not Allowed")
            .with("Allow", String.join(", ", allowed));
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
