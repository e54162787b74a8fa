package tsa;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import tsa.cli.Surroundings;

/**
 * One run of the program in this process, and what it printed.
 *
 * @param status its exit code
 */
record ProgramRun(int status, String out, String err) {
  static ProgramRun of(Map<String, String> env, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), env, false, 80);
    int status = Main.run(surroundings, args);
    return new ProgramRun(status, out.toString(), err.toString());
  }

  static ProgramRun of(String... args) {
    return of(Map.of(), args);
  }
}
