package tsa.program;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tsa.settings.OptionDefaults;

/**
 * Says what is wrong with a command line in a sentence: the whole usage would scroll it away. A
 * value that was given elsewhere is told with its place.
 */
public final class ShortUsage implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("tsa: " + e.getMessage() + place(e.getArgSpec(), command, args));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists what there is");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String place(@Nullable ArgSpec arg, CommandLine command, String[] args) {
    if (!(arg instanceof OptionSpec option) || isGiven(option, args)) {
      return "";
    }
    return command.getDefaultValueProvider() instanceof OptionDefaults defaults
        ? defaults.place(option).map(place -> " (given in " + place + ")").orElse("")
        : "";
  }

  private static boolean isGiven(OptionSpec option, String[] args) {
    return List.of(option.names()).stream()
        .anyMatch(name ->
            List.of(args).stream()
                .anyMatch(word -> word.equals(name) || word.startsWith(name + "=")));
  }
}
