package tsa.cli.text;

/** The colours of the output. */
public enum Colour {
  GREEN(32),
  YELLOW(33),
  RED(31),
  CYAN(36);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  /** The text between the escape sequences that colour it. */
  public String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** The colour of a worker's state; states that are not known are noticed. */
  public static Colour ofState(String state) {
    return switch (state) {
      case "running" -> GREEN;
      case "landing", "landed" -> CYAN;
      case "stalled" -> YELLOW;
      default -> RED;
    };
  }

  /** The colour of a verdict. */
  public static Colour ofVerdict(String verdict) {
    return switch (verdict) {
      case "healthy" -> GREEN;
      case "failing" -> RED;
      default -> YELLOW;
    };
  }
}
