package tsa.api.http;

import org.eclipse.jetty.http.HttpStatus;
import tsa.api.view.JsonViews;
import tsa.wire.ErrorsJson;
import tsa.wire.ProblemDetails;
import tsa.wire.StderrJson;

/**
 * How a refusal is written. fly understands one form for each status (docs/protocol/fly.md#errors);
 * whoever accepts problem details by name gets those instead.
 */
final class RefusalResponses {
  private static final String JSON_API = "application/vnd.api+json";

  private RefusalResponses() {}

  /** A refusal as the caller understands it. */
  static ApiResponse answer(RefusedException refusal, Form form) {
    ApiResponse answer =
        switch (form) {
          case PROBLEM -> problem(refusal);
          case FLY_PRUNE ->
              refusal.status() == 400
                  ? ApiResponse.json(400, "application/json", new StderrJson(refusal.text()))
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

  private static ApiResponse fly(RefusedException refusal) {
    return refusal.status() == 404
        ? ApiResponse.json(404, JSON_API, ErrorsJson.of(refusal.text()))
        : ApiResponse.text(refusal.status(), refusal.text());
  }

  private static ApiResponse problem(RefusedException refusal) {
    ProblemDetails details =
        new ProblemDetails(
            "about:blank",
            HttpStatus.getMessage(refusal.status()),
            refusal.status(),
            refusal.text(),
            refusal.reason() == null ? null : JsonViews.reason(refusal.reason()));
    return ApiResponse.json(refusal.status(), ProblemDetails.MEDIA_TYPE, details);
  }
}
