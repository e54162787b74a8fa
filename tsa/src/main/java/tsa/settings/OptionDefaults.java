package tsa.settings;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when its flag is not given: the environment variable of its name ({@code
 * CONCOURSE_} and the flag in capitals), else the key of its name in the settings file.
 */
public final class OptionDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "CONCOURSE_";

  private final Map<String, String> environment;
  private final Map<String, String> file;

  /**
   * @param environment the environment variables
   * @param file the settings file, by flag without its dashes
   */
  public OptionDefaults(Map<String, String> environment, Map<String, String> file) {
    this.environment = Map.copyOf(environment);
    this.file = Map.copyOf(file);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    String flag = option.longestName().replaceFirst("^--", "");
    String set = environment.get(variable(flag));
    if (set != null && !set.isEmpty()) {
      return set;
    }
    return file.getOrDefault(flag, option.defaultValue());
  }

  /** The environment variable of a flag. */
  public static String variable(String flag) {
    return PREFIX + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
