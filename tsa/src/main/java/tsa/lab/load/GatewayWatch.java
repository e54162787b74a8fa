package tsa.lab.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a gateway uses: its CPU from the operating system, which works for any gateway on this
 * machine, and the rest from its metrics. Used by one thread.
 */
public final class GatewayWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GatewayWatch.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MOST_LINES = 1_000_000;
  private static final double NANOS = 1e9;

  private final @Nullable ProcessHandle process;
  private final @Nullable URI metrics;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * @param pid its process on this machine; null if that is not known
   * @param metrics where it tells its metrics without a password; null if it does not
   * @throws IllegalArgumentException if there is no such process, or the address is none of HTTP
   */
  public GatewayWatch(@Nullable Long pid, @Nullable URI metrics) {
    this.process = pid == null ? null : process(pid);
    if (metrics != null && !"http".equals(metrics.getScheme())) {
      throw new IllegalArgumentException("'" + metrics + "' does not begin with http://");
    }
    this.metrics = metrics;
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid));
  }

  /** Reads it. Blocks for some seconds at most; what cannot be read is left out. */
  GatewayReading read() throws InterruptedException {
    Map<String, Double> sums = scrape();
    Double cpu = cpu().orElse(sums.get("process_cpu_time_ns_total"));
    return new GatewayReading(
        cpu == null ? null : cpu / NANOS,
        sums.get("jvm_gc_pause_seconds_sum"),
        sums.get("jvm_memory_used_bytes"),
        sums.get("jvm_gc_live_data_size_bytes"));
  }

  private Optional<Double> cpu() {
    return Optional.ofNullable(process)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(time -> (double) time.toNanos());
  }

  private Map<String, Double> scrape() throws InterruptedException {
    if (metrics == null) {
      return Map.of();
    }
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(LIMIT).build();
    try {
      HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        return sums(lines.limit(MOST_LINES));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      log.atWarn().addKeyValue("address", metrics).setCause(e).log("metrics not read");
      return Map.of();
    }
  }

  /** Adds up the series of each metric; of memory only those of the heap. */
  static Map<String, Double> sums(Stream<String> lines) {
    Map<String, Double> sums = new HashMap<>();
    lines
        .filter(line -> line.startsWith("jvm_") || line.startsWith("process_"))
        .filter(line -> !line.startsWith("jvm_memory") || line.contains("area=\"heap\""))
        .forEach(line -> add(line, sums));
    return sums;
  }

  private static void add(String line, Map<String, Double> sums) {
    int space = line.lastIndexOf(' ');
    int labels = line.indexOf('{');
    if (space < 1) {
      return;
    }
    try {
      double value = Double.parseDouble(line.substring(space + 1));
      sums.merge(line.substring(0, labels < 0 ? space : labels), value, Double::sum);
    } catch (NumberFormatException e) {
      log.debug("not a metric: {}", line);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
