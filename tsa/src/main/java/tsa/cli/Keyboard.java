package tsa.cli;

import java.io.InputStream;
import java.util.Optional;

/** What a person, or a program in their place, types. */
public interface Keyboard {
  /**
   * Asks for a secret without showing it.
   *
   * @throws CliException if nobody can be asked
   */
  String secret(String prompt) throws CliException;

  /** Standard input. */
  InputStream in();

  /** That of this process. */
  static Keyboard ofProcess() {
    return new Keyboard() {
      @Override
      public String secret(String prompt) throws CliException {
        char[] typed =
            Optional.ofNullable(System.console())
                .map(console -> console.readPassword("%s", prompt))
                .orElse(null);
        if (typed == null) {
          throw new CliException(
              "there is no terminal to ask for the password on; use -p or --password-stdin");
        }
        return new String(typed);
      }

      @Override
      public InputStream in() {
        return System.in;
      }
    };
  }
}
