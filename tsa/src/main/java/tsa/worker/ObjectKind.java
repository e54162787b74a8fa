package tsa.worker;

import java.util.Locale;

/** What lives on a worker. */
public enum ObjectKind {
  CONTAINERS,
  VOLUMES;

  /** The word used in commands and paths. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
