package tsa.api.http;

import java.util.Map;

/** Bodies that are forms. */
public final class FormBody {
  private FormBody() {}

  /**
   * The fields; of a name that is repeated the first counts.
   *
   * @throws RefusedException 415 if it is something else, 400 if it cannot be read
   */
  public static Map<String, String> fields(ApiRequest request) {
    if (!request.client().sendsForm()) {
      throw RefusedException.of(415, "the body has to be application/x-www-form-urlencoded");
    }
    return PercentDecoder.query(request.body())
        .orElseThrow(() -> RefusedException.of(400, "the form is not percent-encoded UTF-8"));
  }
}
