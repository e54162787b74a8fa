package tsa.lab.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request.
 *
 * @param method as sent, upper case by convention
 * @param path raw path, still percent-encoded, without the query
 * @param query raw query without the question mark, empty when absent
 * @param http10 whether the client speaks HTTP/1.0
 * @param headers names in lower case; of a repeated header the first value
 * @param params path parameters, decoded; filled by the {@link ServerRouter}
 * @param body never null; read at most once; ends where the request ends
 */
public record ServerRequest(
    String method,
    String path,
    String query,
    boolean http10,
    Map<String, String> headers,
    Map<String, String> params,
    InputStream body) {

  /** Most bytes {@link #bytes()} takes; JSON bodies of both APIs are far smaller. */
  public static final int MAX_BODY = 1 << 20;

  /** Returns the header's first value, or the empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** Returns the path parameter; the route that was matched guarantees it. */
  public String param(String name) {
    return params.getOrDefault(name, "");
  }

  /** Returns the decoded query: every name with its values in order. */
  public Map<String, List<String>> queryValues() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(unescape(name), _ -> new ArrayList<>()).add(unescape(value));
      }
    }
    return values;
  }

  /** Returns the first value of a query parameter, or the empty string. */
  public String queryValue(String name) {
    List<String> values = queryValues().getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /**
   * Reads the whole body.
   *
   * @throws IOException when it is longer than {@link #MAX_BODY} or breaks off
   */
  public byte[] bytes() throws IOException {
    byte[] all = body.readNBytes(MAX_BODY + 1);
    if (all.length > MAX_BODY) {
      throw new BadRequestException(413, "http: request body too large");
    }
    return all;
  }

  /** Returns a copy with other path parameters. */
  public ServerRequest withParams(Map<String, String> others) {
    return new ServerRequest(method, path, query, http10, headers, others, body);
  }

  /** Decodes as Go's QueryUnescape does ({@code +} is a space); a malformed text stays as it is. */
  static String unescape(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
