package tsa.api.http;

import java.io.Serial;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Reason;

/** The answer is no: a status, a sentence for the caller, and the rule's reason if there is one. */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final transient @Nullable Reason reason;
  private final transient Map<String, String> headers;

  private RefusedException(
      int status, String text, @Nullable Reason reason, Map<String, String> headers) {
    super(text, null, false, false);
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }

  /** With that status and sentence. */
  public static RefusedException of(int status, String text) {
    return new RefusedException(status, text, null, Map.of());
  }

  /** By a rule. */
  public static RefusedException of(int status, String text, Reason reason) {
    return new RefusedException(status, text, reason, Map.of());
  }

  /** With a header that belongs to the status. */
  public static RefusedException of(int status, String text, String header, String value) {
    return new RefusedException(status, text, null, Map.of(header, value));
  }

  /** No token, or not a valid one; the text is the ATC's (docs/protocol/fly.md#errors). */
  public static RefusedException unauthorized() {
    return of(401, "not authorized", "WWW-Authenticate", "Bearer");
  }

  /** A valid token, but not enough; the text is the ATC's. */
  public static RefusedException forbidden() {
    return of(403, "forbidden");
  }

  public int status() {
    return status;
  }

  /** The sentence for the caller. */
  String text() {
    return Objects.requireNonNull(getMessage());
  }

  @Nullable Reason reason() {
    return reason;
  }

  Map<String, String> headers() {
    return headers;
  }
}
