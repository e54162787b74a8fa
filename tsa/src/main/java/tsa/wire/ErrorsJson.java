package tsa.wire;

import java.util.List;

/** Body of a 404 in the form that fly shows to its user (docs/protocol/fly.md#errors). */
public record ErrorsJson(List<Item> errors) {
  /** One error. */
  public record Item(String detail) {}

  /** One error of that text. */
  public static ErrorsJson of(String detail) {
    return new ErrorsJson(List.of(new Item(detail)));
  }
}
