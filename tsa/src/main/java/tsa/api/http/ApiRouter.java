package tsa.api.http;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
public final class ApiRouter {
  private final List<ApiRoute> routes;

  public ApiRouter(List<ApiRoute> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Every route, as method and path. */
  public List<String> names() {
    return routes.stream().map(ApiRoute::name).toList();
  }

  /** What a path and a method lead to. */
  sealed interface Match {
    /**
     * A route.
     *
     * @param parameter what stands in the place of the parameter, not decoded; empty if the path
     *     has none
     */
    record Hit(ApiRoute route, String parameter) implements Match {}

    /** The path has routes, but none of that method. */
    record OtherMethods(String allowed) implements Match {}

    /** No such path. */
    record NoMatch() implements Match {}
  }

  /** Finds the route; the path is as the client wrote it, not decoded. */
  Match find(String method, String rawPath) {
    List<String> segments = ApiRoute.segments(rawPath);
    Set<String> allowed = new TreeSet<>();
    for (ApiRoute route : routes) {
      String parameter = route.match(segments);
      if (parameter != null && route.method().equals(method)) {
        return new Match.Hit(route, parameter);
      }
      if (parameter != null) {
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty()
        ? new Match.NoMatch()
        : new Match.OtherMethods(String.join(", ", allowed));
  }
}
