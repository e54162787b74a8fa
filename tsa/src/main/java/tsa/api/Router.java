package tsa.api;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
final class Router {
  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Every route, as method and path. */
  List<String> names() {
    return routes.stream().map(Route::name).toList();
  }

  /** What a path and a method lead to. */
  sealed interface Found {
    /**
     * A route.
     *
     * @param parameter what stands in the place of the parameter, not decoded; empty if the path
     *     has none
     */
    record Hit(Route route, String parameter) implements Found {}

    /** The path has routes, but none of that method. */
    record OtherMethods(String allowed) implements Found {}

    /** No such path. */
    record Nothing() implements Found {}
  }

  /** Finds the route; the path is as the client wrote it, not decoded. */
  Found find(String method, String rawPath) {
    List<String> segments = Route.segments(rawPath);
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      String parameter = route.match(segments);
      if (parameter != null && route.method().equals(method)) {
        return new Found.Hit(route, parameter);
      }
      if (parameter != null) {
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty()
        ? new Found.Nothing()
        : new Found.OtherMethods(String.join(", ", allowed));
  }
}
