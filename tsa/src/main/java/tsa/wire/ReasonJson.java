package tsa.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why.
 *
 * @param code stable; {@code docs/reasons.md} lists them
 * @param text a sentence for a person; never to be parsed
 * @param details the numbers and words in the sentence, by name
 */
public record ReasonJson(String code, String text, Map<String, String> details) {
  /** Keeps the order of the details, which is that of the sentence. */
  public ReasonJson {
    RequiredMembers.all(code, text, details);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
