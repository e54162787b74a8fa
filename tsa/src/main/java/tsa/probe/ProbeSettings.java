package tsa.probe;

/**
 * The numbers of the probes.
 *
 * @param checksAtOnce deep checks under way at once, over all workers; at least 1. Sweeps have
 *     places of their own, an eighth of that, so that workers whose lists hang, all swept at the
 *     same time, keep nobody from being checked
 * @param containerLimit containers that a worker takes if its backend does not say; Concourse's
 *     default is 250; 0 if nothing is to be assumed
 * @param thoroughEvery of so many checks of a registration that pass, one also streams into its
 *     volume and copies it; 0 for none
 */
public record ProbeSettings(int checksAtOnce, int containerLimit, int thoroughEvery) {
  /**
   * 64 checks at once, Concourse's 250 containers, and a thorough check at the start of each
   * registration, so also before a newcomer is admitted, and then every ten: with a check a minute,
   * a disk that fills up is found within ten minutes, for 20 KB/min of writing a worker.
   */
  public static final ProbeSettings DEFAULT = new ProbeSettings(64, 250, 10);

  private static final int CHECKS_PER_SWEEP = 8;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ProbeSettings {
    if (checksAtOnce < 1 || containerLimit < 0 || thoroughEvery < 0) {
      throw new IllegalArgumentException(
          "checks at once %d, container limit %d, thorough every %d"
              .formatted(checksAtOnce, containerLimit, thoroughEvery));
    }
  }

  /** Sweeps under way at once, over all workers; at least 1. */
  int sweepsAtOnce() {
    return Math.max(1, checksAtOnce / CHECKS_PER_SWEEP);
  }
}
