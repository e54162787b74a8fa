package tsa.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tsa.lifecycle.ReasonCode;
import tsa.testing.Pure;

/** Alerts and dashboard ask for metrics that there are, with labels that they have. */
@Pure
class AlertsTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** What Prometheus itself adds to a series, and to a histogram. */
  private static final Set<String> ADDED = Set.of("instance", "job", "le");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SERIES =
      Pattern.compile("((?:tsa|concourse|jvm|process|system)_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Set<String> WORDS =
      Set.of(
          "by",
          "and",
          "or",
          "unless",
          "on",
          "sum",
          "max",
          "min",
          "absent",
          "rate",
          "increase",
          "topk",
          "histogram_quantile",
          "min_over_time");

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  private static List<String> alerts() throws IOException {
    JsonNode root = new YAMLMapper().readTree(Files.readString(DOCS.resolve("alerts.yml")));
    List<String> found = new ArrayList<>();
    root.get("groups")
        .forEach(
            group -> group.get("rules").forEach(rule -> found.add(rule.get("expr").asString())));
    return found;
  }

  private static List<String> panels() throws IOException {
    String json = Files.readString(DOCS.resolve("grafana-dashboard.json"));
    List<String> found = new ArrayList<>();
    new JsonMapper()
        .readTree(json)
        .get("panels")
        .forEach(panel -> panel.get("targets").forEach(t -> found.add(t.get("expr").asString())));
    return found;
  }

  @Test
  void everyAlertAsksForWhatThereIs() throws IOException {
    assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy(this::isAnswerable);
  }

  @Test
  void everyPanelAsksForWhatThereIs() throws IOException {
    assertThat(panels()).hasSizeGreaterThan(15).allSatisfy(this::isAnswerable);
  }

  private void isAnswerable(String expression) {
    Set<String> unknown = new TreeSet<>();
    Set<String> labels = new TreeSet<>(ADDED);
    List<MatchResult> series = SERIES.matcher(expression).results().toList();
    assertThat(series).as(expression).isNotEmpty();
    for (MatchResult found : series) {
      labels.addAll(labelsOf(found.group(1)));
      for (String pair : found.group(2) == null ? new String[0] : found.group(2).split(",")) {
        String label = pair.split("[=!~]", 2)[0].strip();
        assertThat(labelsOf(found.group(1))).as(expression).contains(label);
      }
    }
    String rest =
        SERIES.matcher(expression).replaceAll(" ").replaceAll("\\[[^]]*]|\"[^\"]*\"", " ");
    NAME.matcher(rest)
        .results()
        .map(MatchResult::group)
        .filter(word -> !WORDS.contains(word) && !labels.contains(word))
        .forEach(unknown::add);
    assertThat(unknown).as(expression).isEmpty();
  }

  private Set<String> labelsOf(String series) {
    if (!series.startsWith("tsa_") && !series.startsWith("concourse_")) {
      Set<String> told =
          metrics
              .scrape()
              .lines()
              .filter(line -> line.matches(Pattern.quote(series) + "[{ ].*"))
              .collect(Collectors.toSet());
      assertThat(told).as("%s is told", series).isNotEmpty();
      return Set.of("area", "id");
    }
    assertThat(Metric.ofSeries(series)).as(series).isPresent();
    Set<String> labels = new TreeSet<>(Metric.ofSeries(series).orElseThrow().labels());
    if (series.endsWith("_bucket")) {
      labels.add("le");
    }
    return labels;
  }

  /** The values of labels that alerts ask for are values that are told. */
  @Test
  void theReasonsInTheAlertsAreReasons() throws IOException {
    Pattern reason = Pattern.compile("reason=\"([^\"]+)\"");
    Set<String> codes =
        Arrays.stream(ReasonCode.values()).map(ReasonCode::id).collect(Collectors.toSet());
    List<String> named =
        alerts().stream()
            .flatMap(expression -> reason.matcher(expression).results())
            .map(found -> found.group(1))
            .toList();
    assertThat(named).isNotEmpty().allMatch(codes::contains);
  }
}
