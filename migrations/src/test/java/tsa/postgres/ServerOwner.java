package tsa.postgres;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that owns an embedded server until it is killed: {@code work-directory binaries
 * death-signal|orphan}. Prints the server's process id once it is ready.
 */
final class ServerOwner {
  private ServerOwner() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedSettings settings =
        EmbeddedSettings.in(Path.of(arguments[0])).withBinariesDir(Path.of(arguments[1]));
    RunAs detected = RunAs.detect();
    RunAs runAs =
        arguments[2].equals("orphan")
            ? new RunAs(detected.drop(), List.of(), detected.ownSession(), detected.owner())
            : detected;
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings, runAs);
    System.out.println("READY " + postgres.pid());
    // Ends with the pipe that the test holds, should the test end first.
    while (System.in.read() >= 0) {
      // Nothing is ever written to it.
    }
    postgres.close();
  }
}
