package tsa.wire;

import org.jspecify.annotations.Nullable;

/** Refuses JSON in which a member is missing that is always sent. */
final class RequiredMembers {
  private RequiredMembers() {}

  /**
   * @throws IllegalArgumentException if one of the values is null
   */
  static void all(@Nullable Object... values) {
    for (Object value : values) {
      if (value == null) {
        throw new IllegalArgumentException("a member that is always sent is missing");
      }
    }
  }
}
