package tsa.api;

import java.util.Map;

/** Bodies that are forms. */
final class Forms {
  private Forms() {}

  /**
   * The fields; of a name that is repeated the first counts.
   *
   * @throws Refusal 415 if it is something else, 400 if it cannot be read
   */
  static Map<String, String> fields(Call call) {
    if (!call.client().sendsForm()) {
      throw Refusal.of(415, "the body has to be application/x-www-form-urlencoded");
    }
    return Percent.query(call.body())
        .orElseThrow(() -> Refusal.of(400, "the form is not percent-encoded UTF-8"));
  }
}
