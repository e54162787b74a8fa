package tsa.api;

import java.util.Locale;

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

  /** Whether somebody of this role may do what needs that one. */
  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
