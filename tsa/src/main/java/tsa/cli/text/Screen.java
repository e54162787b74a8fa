package tsa.cli.text;

import java.io.PrintWriter;
import java.util.List;
import tsa.wire.WireJson;

/**
 * Prints for a person. Text of others cannot steer the terminal: control characters are replaced.
 */
public final class Screen {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colours;

  public Screen(PrintWriter out, PrintWriter err, boolean colours) {
    this.out = out;
    this.err = err;
    this.colours = colours;
  }

  /** Something that is not output. */
  void trouble(String text) {
    err.println(clean(text));
  }

  /** A line. */
  public void line(String text) {
    out.println(clean(text));
  }

  /** A line with one coloured part. */
  public void line(String before, Colour colour, String painted, String after) {
    out.println(clean(before) + paint(colour, clean(painted)) + clean(after));
  }

  /** JSON with line breaks. */
  public void json(Object value) {
    out.println(WireJson.pretty(value));
  }

  /** JSON in one line, for those who read line by line. */
  public void compact(Object value) {
    out.println(WireJson.compact(value));
  }

  /** A table. */
  public void table(Table table) {
    lines(table).forEach(out::println);
  }

  /** The lines of a table, with their colours. */
  List<String> lines(Table table) {
    return table.lines(this::paint);
  }

  private String paint(Colour colour, String text) {
    return colours ? colour.paint(text) : text;
  }

  /** The text with a question mark in place of what could steer a terminal. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> steers(c) ? '?' : c).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
        || Character.getType(c) == Character.SURROGATE;
  }
}
