package tsa.lab.load;

/**
 * A look at a run while it goes on. Counts and times are of the phase so far, times in
 * milliseconds.
 *
 * @param seconds since the run began
 * @param registered workers that are registered now
 * @param lateP99 of 100 heartbeats 99 were at most so late
 * @param shortP99 of 100 short connections 99 took at most so long
 */
public record LoadSample(
    double seconds,
    int registered,
    long registrations,
    long lost,
    long heartbeats,
    double lateP99,
    long shortConnections,
    long shortFailures,
    double shortP99) {}
