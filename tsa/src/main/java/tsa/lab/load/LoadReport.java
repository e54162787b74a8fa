package tsa.lab.load;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of a run.
 *
 * @param workers that were started
 * @param registered of them, at the end
 * @param buildUp until all were registered, or had their time for it
 * @param hold after that
 * @param generatorCpuSeconds what the generator itself used
 * @param generatorHeapMb the heap of the generator at the end, garbage included
 */
public record LoadReport(
    int workers,
    int registered,
    LoadPhase buildUp,
    LoadPhase hold,
    double generatorCpuSeconds,
    double generatorHeapMb,
    List<LoadSample> samples) {
  /** Copies the list. */
  public LoadReport {
    samples = List.copyOf(samples);
  }

  /** As one JSON object on several lines. */
  public String json() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(this);
  }
}
