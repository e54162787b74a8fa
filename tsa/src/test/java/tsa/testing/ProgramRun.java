package tsa.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import tsa.Main;
import tsa.cli.CliEnvironment;

/**
 * One run of the program in this process, and what it printed.
 *
 * @param status its exit code
 */
public record ProgramRun(int status, String out, String err) {
  public static ProgramRun of(Map<String, String> env, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CliEnvironment environment =
        new CliEnvironment(new PrintWriter(out, true), new PrintWriter(err, true), env, false, 80);
    int status = Main.run(environment, args);
    return new ProgramRun(status, out.toString(), err.toString());
  }

  public static ProgramRun of(String... args) {
    return of(Map.of(), args);
  }
}
