package tsa.api.http;

/**
 * What else is known of who sent a request, before anybody was asked for a token. All of it is
 * hostile but the address.
 *
 * @param address the peer's; behind a proxy that is trusted, that of whom it speaks for
 * @param authorization the header {@code Authorization}; empty unless there is exactly one
 * @param cookies the header {@code Cookie}; empty if there is none
 * @param contentType the header {@code Content-Type}; empty if there is none
 */
public record ClientInfo(String address, String authorization, String cookies, String contentType) {
  /** Whether the body is a form. */
  public boolean sendsForm() {
    return ApiRequest.namesMediaType(contentType, "application/x-www-form-urlencoded");
  }
}
