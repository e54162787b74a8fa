package tsa.probe;

/** What came of destroying something. */
enum Removal {
  /** It was there, and is gone. */
  REMOVED,
  /** It was not there. */
  ABSENT,
  /** Somebody else is destroying it. */
  UNDERWAY
}
