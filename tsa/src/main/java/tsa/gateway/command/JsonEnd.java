package tsa.gateway.command;

/**
 * Finds where the first JSON value of a stream ends, without judging it: by brackets outside of
 * strings. A value that is no object or array ends with its line. Not thread-safe.
 */
public final class JsonEnd {
  private int depth;
  private boolean begun;
  private boolean inString;
  private boolean escaped;
  private boolean reached;

  /** Whether the end has been seen. */
  public boolean reached() {
    return reached;
  }

  /** Reads on; returns how many of the bytes belong to the value. */
  public int scan(byte[] bytes, int start, int length) {
    int used = 0;
    while (used < length && !reached) {
      next(bytes[start + used]);
      used++;
    }
    return used;
  }

  private void next(byte b) {
    if (inString) {
      inString(b);
      return;
    }
    switch (b) {
      case '"' -> {
        begun = true;
        inString = true;
      }
      case '{', '[' -> {
        begun = true;
        depth++;
      }
      case '}', ']' -> {
        depth--;
        reached = depth <= 0;
      }
      case '\n' -> reached = begun && depth == 0;
      case ' ', '\t', '\r' -> {}
      default -> begun = true;
    }
  }

  private void inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
    }
  }
}
