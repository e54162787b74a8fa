package tsa.probe;

/**
 * The numbers of the probes.
 *
 * @param sweepsAtOnce sweeps under way at once, over all workers; at least 1
 * @param containerLimit containers that a worker takes if its backend does not say; Concourse's
 *     default is 250; 0 if nothing is to be assumed
 * @param thoroughEvery of so many checks of a registration that pass, one also streams into its
 *     volume and copies it; 0 for none
 */
public record ProbeSettings(int sweepsAtOnce, int containerLimit, int thoroughEvery) {
  /**
   * 8 sweeps at once, Concourse's 250 containers, and a thorough check at the start of each
   * registration, so also before a newcomer is admitted, and then every ten: with a check a minute,
   * a disk that fills up is found within ten minutes, for 20 KB/min of writing a worker.
   */
  public static final ProbeSettings DEFAULT = new ProbeSettings(8, 250, 10);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ProbeSettings {
    if (sweepsAtOnce < 1 || containerLimit < 0 || thoroughEvery < 0) {
      throw new IllegalArgumentException(
          "sweeps at once %d, container limit %d, thorough every %d"
              .formatted(sweepsAtOnce, containerLimit, thoroughEvery));
    }
  }
}
