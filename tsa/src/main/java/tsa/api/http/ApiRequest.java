package tsa.api.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.api.access.Principal;
import tsa.lifecycle.Reason;
import tsa.wire.ActionJson;
import tsa.wire.WireJson;
import tsa.worker.WorkerName;

/**
 * One request that was let in. All of it comes from outside.
 *
 * @param parameter the worker's name in the path, not decoded; empty if the path has none
 * @param query decoded; of a name that is repeated the first counts, unknown ones are ignored
 * @param caller who; null at a door that is open and without a token
 * @param accept the header {@code Accept}, empty if there is none
 * @param lastEventId the header {@code Last-Event-ID}, empty if there is none
 * @param client who sent it
 * @param body at most as long as the limit; empty unless the method takes one
 */
public record ApiRequest(
    String parameter,
    Map<String, String> query,
    @Nullable Principal caller,
    String accept,
    String lastEventId,
    ClientInfo client,
    String body) {

  /**
   * The name in the path. One that no worker can have is as unknown as any other.
   *
   * @throws RefusedException 400 if it is not well-formed, 404 if no worker can have that name
   */
  public WorkerName worker() {
    String name =
        PercentDecoder.decode(parameter)
            .orElseThrow(() -> RefusedException.of(400, "the path is not percent-encoded UTF-8"));
    WorkerName.problemWith(name)
        .ifPresent(problem -> {
          throw RefusedException.of(404, "no such worker: " + problem);
        });
    return new WorkerName(name);
  }

  /** Who asks; only behind a door that needs a token. */
  public Principal principal() {
    return Objects.requireNonNull(caller, "the door lets nobody in without a token");
  }

  /**
   * Refuses what is not understood, where something would be changed: a misspelt {@code dry_run}
   * must not be none. Names that begin with a colon are fly's way to repeat the path
   * (docs/protocol/fly.md#names-in-paths).
   *
   * @throws RefusedException 400 if there is another parameter in the query
   */
  public void requireOnly(Set<String> known) {
    for (String name : new TreeSet<>(query.keySet())) {
      if (!name.isEmpty() && !name.startsWith(":") && !known.contains(name)) {
        throw RefusedException.of(
            400,
            known.isEmpty()
                ? "no parameter is understood here, and nothing was done"
                : "only these parameters are understood here, and nothing was done: "
                    + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** Whether a query parameter is given and does not say no. */
  public boolean flag(String name) {
    String value = query.getOrDefault(name, "false");
    return !value.equals("false") && !value.equals("0");
  }

  /**
   * A whole number from the query, at least 1; empty if it is not given.
   *
   * @throws RefusedException 400 if it is something else
   */
  public Optional<Long> number(String name, long largest) {
    String value = query.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= largest) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Not a number: the same answer as for one that is too large.
    }
    throw RefusedException.of(400, name + " has to be a whole number from 1 to " + largest);
  }

  /** Whether the caller asks for that media type by name; wildcards do not count. */
  public boolean acceptsByName(String mediaType) {
    return namesMediaType(accept, mediaType);
  }

  /** Whether a header {@code Accept} has that media type by name. */
  static boolean namesMediaType(String accept, String mediaType) {
    for (String part : accept.split(",", -1)) {
      if (part.split(";", 2)[0].strip().equalsIgnoreCase(mediaType)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The body of a request to do something; all of it may be left out.
   *
   * @throws RefusedException 400 if there is a body and it cannot be understood
   */
  public ActionJson ask() {
    if (body.isBlank()) {
      return new ActionJson(null, null);
    }
    try {
      return WireJson.readStrictly(body, ActionJson.class);
    } catch (JacksonException e) {
      throw RefusedException.of(400, "the body is not the JSON that is expected here");
    }
  }

  /** The reason goes to logs, to the history and to the worker's stderr: one line of it. */
  public String why(ActionJson body) {
    String given =
        Objects.requireNonNullElse(
            query.get("reason"), Objects.requireNonNullElse(body.reason(), ""));
    StringBuilder line = new StringBuilder();
    given
        .codePoints()
        .limit(Reason.MAX_DETAIL)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }
}
