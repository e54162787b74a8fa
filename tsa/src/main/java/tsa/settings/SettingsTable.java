package tsa.settings;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints the options of {@code serve} as tables for the docs. */
public final class SettingsTable {
  private static final String DEFAULT = "Default: ";

  private SettingsTable() {}

  /** Where the service listens, which keys it trusts, and where it keeps its things. */
  public static String server() {
    return table(new ServerOptions());
  }

  /** Who may log in, and what they may do. */
  public static String people() {
    return table(new LoginOptions());
  }

  /** Which Postgres it uses. */
  public static String postgres() {
    return table(new PostgresOptions());
  }

  /** The numbers of its rules. */
  public static String rules() {
    return table(new PolicyOptions());
  }

  private static String table(Object options) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(options);
    StringBuilder text = new StringBuilder("| flag | variable | default | meaning |\n");
    text.append("|---|---|---|---|\n");
    spec.options().forEach(option -> text.append(row(option)));
    return text.toString();
  }

  private static String row(OptionSpec option) {
    List<String> flags = OptionDefaults.flags(option);
    String description = String.join(" ", option.description());
    int at = description.lastIndexOf(DEFAULT);
    String meaning = at < 0 ? description : description.substring(0, at).strip();
    String standard = at < 0 ? "" : description.substring(at + DEFAULT.length());
    return "| %s | %s | %s | %s |%n"
        .formatted(
            cells(flags.stream().map(flag -> "--" + flag).toList()),
            cells(flags.stream().map(OptionDefaults::variable).toList()),
            cell(standard),
            cell(meaning.replaceFirst("\\.$", "")));
  }

  private static String cells(List<String> names) {
    return String.join(" ", names.stream().map(SettingsTable::code).toList());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
