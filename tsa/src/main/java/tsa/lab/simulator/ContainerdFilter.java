package tsa.lab.simulator;

import java.util.Map;

/**
 * A property filter as containerd understands it, which is not as one would wish
 * (docs/protocol/worker-apis.md#listing-and-filters): several are OR-ed, some characters are syntax
 * errors.
 */
record ContainerdFilter(Map<String, String> wanted) {
  static ContainerdFilter of(Map<String, String> filter) throws GardenException {
    for (Map.Entry<String, String> entry : filter.entrySet()) {
      if (entry.getKey().isEmpty() || entry.getValue().isEmpty()) {
        throw GardenException.untyped("key or value must not be empty");
      }
    }
    for (Map.Entry<String, String> entry : filter.entrySet()) {
      String key = entry.getKey();
      if (key.contains("-") || key.contains(":") || entry.getValue().contains(" ")) {
        throw GardenException.untyped(
            "list containers: filters: parse error: [labels.%s.0 >|==|< %s]: unexpected input"
                .formatted(key, entry.getValue()));
      }
    }
    return new ContainerdFilter(filter);
  }

  boolean accepts(Map<String, String> properties) {
    return wanted.isEmpty()
        || wanted.entrySet().stream()
            .anyMatch(entry ->
                !entry.getValue().contains(",")
                    && entry.getValue().equals(properties.get(entry.getKey())));
  }
}
