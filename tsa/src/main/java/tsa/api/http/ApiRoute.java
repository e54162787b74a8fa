package tsa.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.api.access.Principal;

/**
 * One method of one path.
 *
 * @param method for example {@code GET}
 * @param path its segments; {@link #NAME} or {@link #USER} stands for the one that is a parameter
 * @param access who is let in
 * @param handler what answers
 */
public record ApiRoute(String method, List<String> path, Access access, Handler handler) {
  /** Stands for a worker's name in a path. */
  public static final String NAME = ":worker_name";

  /** Stands for a user's name in a path. */
  public static final String USER = ":user_name";

  /** Who is let in. */
  public enum Access {
    /** Everybody; a token is not looked at. */
    OPEN,
    /** Everybody, but a token that is sent must be valid (docs/protocol/fly.md#tokens). */
    TOKEN_OPTIONAL,
    /** Whoever has a valid token. */
    TOKEN,
    /** Whoever has a role in any team; which workers they get to see is up to the handler. */
    ROLE,
    /**
     * Whoever is a member of any team, or more; whether the worker is theirs is up to the handler,
     * which evaluates the stored worker.
     */
    MEMBER,
    /** Admins. */
    ADMIN;

    /**
     * Lets somebody in.
     *
     * @param caller null without a token
     * @throws RefusedException 401 or 403 if they are not let in
     */
    void admit(@Nullable Principal caller) {
      if (caller == null && this != OPEN && this != TOKEN_OPTIONAL) {
        throw RefusedException.unauthorized();
      }
      if (caller != null && !suits(caller)) {
        throw RefusedException.forbidden();
      }
    }

    private boolean suits(Principal caller) {
      return switch (this) {
        case OPEN, TOKEN_OPTIONAL, TOKEN -> true;
        case ROLE -> caller.hasRole();
        case MEMBER -> caller.mayAct();
        case ADMIN -> caller.admin();
      };
    }
  }

  /** Answers a call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers it.
     *
     * @throws RefusedException if the answer is no
     */
    ApiResponse handle(ApiRequest request);
  }

  /** A route for that path, written like {@code /api/v1/workers/:worker_name}. */
  public static ApiRoute of(String method, String path, Access access, Handler handler) {
    return new ApiRoute(method, segments(path), access, handler);
  }

  /** The segments of a path, not decoded; the part before the first slash is none. */
  static List<String> segments(String path) {
    List<String> parts = List.of(path.split("/", -1));
    return parts.subList(1, parts.size());
  }

  /** Method and path, as one writes them. */
  String name() {
    return method + " /" + String.join("/", path);
  }

  /** Whether the body of a request is read. */
  boolean takesBody() {
    return !method.equals("GET");
  }

  private static boolean isParameter(String segment) {
    return segment.equals(NAME) || segment.equals(USER);
  }

  /** What stands in the place of the parameter; null if the path is another. */
  @Nullable String match(List<String> segments) {
    if (segments.size() != path.size()) {
      return null;
    }
    String name = "";
    for (int i = 0; i < path.size(); i++) {
      if (isParameter(path.get(i)) && !segments.get(i).isEmpty()) {
        name = segments.get(i);
      } else if (!path.get(i).equals(segments.get(i))) {
        return null;
      }
    }
    return name;
  }
}
