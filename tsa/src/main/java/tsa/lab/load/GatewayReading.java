package tsa.lab.load;

import org.jspecify.annotations.Nullable;

/**
 * What a gateway has used so far; null where it is not told.
 *
 * @param cpuSeconds since it began
 * @param gcSeconds since it began
 * @param heapBytes now
 * @param liveBytes after the last collection of the whole heap
 */
record GatewayReading(
    @Nullable Double cpuSeconds,
    @Nullable Double gcSeconds,
    @Nullable Double heapBytes,
    @Nullable Double liveBytes) {
  static final GatewayReading NOTHING = new GatewayReading(null, null, null, null);

  private static final double MB = 1 << 20;

  LoadPhase.Used since(GatewayReading before) {
    return new LoadPhase.Used(
        less(cpuSeconds, before.cpuSeconds),
        less(gcSeconds, before.gcSeconds),
        heapBytes == null ? null : heapBytes / MB,
        liveBytes == null ? null : liveBytes / MB);
  }

  private static @Nullable Double less(@Nullable Double now, @Nullable Double before) {
    return now == null || before == null ? null : now - before;
  }
}
