package tsa.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks a gateway something. */
abstract class RemoteCommand implements Callable<Integer> {
  /** Exit status when all is well. */
  static final int OK = 0;

  /** Exit status when it is not. */
  static final int FAILED = 1;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  private final Surroundings surroundings;

  RemoteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs it; picocli makes the result the exit status. */
  @Override
  public final Integer call() {
    try (Api api = connection.open(surroundings.env())) {
      return run(api, new Screen(surroundings.out(), surroundings.colours()));
    } catch (CliException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), "failed");
      surroundings.err().println(Screen.clean("error: " + message));
      return FAILED;
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(Api api, Screen screen) throws CliException;

  /** Says something that is not output. */
  void note(String text) {
    surroundings.err().println(Screen.clean(text));
  }

  boolean json() {
    return connection.json();
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
