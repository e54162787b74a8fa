package tsa.api.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a member of a team may do, as Concourse has it, from the least to the most. */
public enum Role {
  VIEWER,
  PIPELINE_OPERATOR,
  MEMBER,
  OWNER;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of that word. */
  static Optional<Role> of(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** All words, for a person. */
  static String words() {
    return Stream.of(values()).map(Role::word).collect(Collectors.joining(", "));
  }

  /** Whether somebody of this role may do what needs that one. */
  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
