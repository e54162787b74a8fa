package tsa.api;

import org.eclipse.jetty.http.HttpStatus;
import tsa.wire.ErrorsJson;
import tsa.wire.ProblemDetails;
import tsa.wire.StderrJson;

/**
 * How a refusal is written. fly understands one form for each status (docs/protocol/fly.md#errors);
 * whoever accepts problem details by name gets those instead.
 */
final class Refusals {
  private static final String JSON_API = "application/vnd.api+json";

  private Refusals() {}

  /** A refusal as the caller understands it. */
  static Answer answer(Refusal refusal, Form form) {
    Answer answer =
        switch (form) {
          case PROBLEM -> problem(refusal);
          case FLY_PRUNE ->
              refusal.status() == 400
                  ? Answer.json(400, "application/json", new StderrJson(refusal.text()))
                  : fly(refusal);
          case FLY -> fly(refusal);
        };
    return answer.with(refusal.headers());
  }

  /** Who is going to read it. */
  enum Form {
    /** fly, or a person with curl. */
    FLY,
    /** fly's prune command, which wants JSON with a 400. */
    FLY_PRUNE,
    /** A program that knows RFC 9457. */
    PROBLEM
  }

  private static Answer fly(Refusal refusal) {
    return refusal.status() == 404
        ? Answer.json(404, JSON_API, ErrorsJson.of(refusal.text()))
        : Answer.text(refusal.status(), refusal.text());
  }

  private static Answer problem(Refusal refusal) {
    ProblemDetails details =
        new ProblemDetails(
            "about:blank",
            HttpStatus.getMessage(refusal.status()),
            refusal.status(),
            refusal.text(),
            refusal.reason() == null ? null : Views.reason(refusal.reason()));
    return Answer.json(refusal.status(), ProblemDetails.MEDIA_TYPE, details);
  }
}
