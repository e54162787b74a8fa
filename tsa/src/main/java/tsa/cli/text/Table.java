package tsa.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows of text in columns as wide as their widest cell, two blanks apart, like fly's. The last
 * column is cut to what room there is.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_LAST = 12;

  /**
   * A cell.
   *
   * @param colour null for none
   */
  private record Cell(String text, @Nullable Colour colour) {}

  private final List<List<Cell>> rows = new ArrayList<>();
  private final int width;

  /**
   * @param width columns of the terminal; 0 for no limit
   */
  public Table(int width) {
    this.width = width;
  }

  /** Adds a row; all rows have the same number of cells. */
  public void row(List<String> cells) {
    rows.add(cells.stream().map(text -> new Cell(Screen.clean(text), null)).toList());
  }

  /** Adds a row with one coloured cell. */
  public void row(List<String> cells, int coloured, Colour colour) {
    List<Cell> row = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      row.add(new Cell(Screen.clean(cells.get(i)), i == coloured ? colour : null));
    }
    rows.add(row);
  }

  /** The lines; padding stays outside of the colours. */
  public List<String> lines(BiFunction<Colour, String, String> paint) {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths, paint)).toList();
  }

  private int[] widths() {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i).text()));
      }
    }
    return widths;
  }

  private String line(List<Cell> row, int[] widths, BiFunction<Colour, String, String> paint) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int i = 0; i < row.size() - 1; i++) {
      Cell cell = row.get(i);
      line.append(cell.colour() == null ? cell.text() : paint.apply(cell.colour(), cell.text()))
          .append(" ".repeat(widths[i] - length(cell.text())))
          .append(GAP);
      used += widths[i] + GAP.length();
    }
    String last = row.getLast().text();
    line.append(width == 0 ? last : cut(last, Math.max(width - used, LEAST_LAST)));
    return line.toString().stripTrailing();
  }

  private static String cut(String text, int room) {
    return length(text) <= room
        ? text
        : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
