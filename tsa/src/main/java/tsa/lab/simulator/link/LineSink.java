package tsa.lab.simulator.link;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream into lines and keeps its beginning. Called by one thread at a time; {@link #text}
 * is thread-safe.
 */
final class LineSink extends OutputStream {
  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_KEPT = 1 << 20;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  LineSink(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    synchronized (kept) {
      kept.write(bytes, start, Math.min(length, MAX_KEPT - kept.size()));
    }
    for (int i = start; i < start + length; i++) {
      next(bytes[i]);
    }
  }

  private void next(byte b) {
    if (b != '\n' && line.size() < MAX_LINE) {
      line.write(b);
    } else if (b == '\n') {
      lines.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }

  /** All that came, up to a limit. */
  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
