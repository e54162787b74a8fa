package tsa.probe;

/**
 * The numbers of the probes.
 *
 * @param checksAtOnce deep checks and sweeps under way at once, over all workers; at least 1
 * @param containerLimit containers that a worker takes if its backend does not say; Concourse's
 *     default is 250; 0 if nothing is to be assumed
 */
public record ProbeSettings(int checksAtOnce, int containerLimit) {
  /** 64 checks at once, and Concourse's 250 containers. */
  public static final ProbeSettings DEFAULT = new ProbeSettings(64, 250);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ProbeSettings {
    if (checksAtOnce < 1 || containerLimit < 0) {
      throw new IllegalArgumentException(
          "checks at once " + checksAtOnce + ", container limit " + containerLimit);
    }
  }
}
