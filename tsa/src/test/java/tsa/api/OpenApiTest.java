package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tsa.testing.ApiRig;

/** {@code docs/openapi.yaml} says what the routes, the records and recorded answers say. */
class OpenApiTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "api");

  private final JsonNode document = read();

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(JsonNode object) {
    return object.propertyNames().stream();
  }

  private static String inDocument(String path) {
    return path.replace(":worker_name", "{worker_name}").replace(":user_name", "{user_name}");
  }

  @Test
  void everyRouteIsThereAndNoOther() {
    List<String> documented = new ArrayList<>();
    JsonNode paths = document.get("paths");
    names(paths)
        .forEach(path ->
            names(paths.get(path))
                .filter(name -> !name.equals("parameters"))
                .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    try (ApiRig rig = new ApiRig()) {
      assertThat(documented)
          .containsExactlyInAnyOrderElementsOf(
              rig.routes().stream().map(OpenApiTest::inDocument).toList());
    }
  }

  private JsonNode operation(String method, String path) {
    JsonNode operation =
        document
            .at("/paths/" + path.replace("~", "~0").replace("/", "~1"))
            .path(method.toLowerCase(Locale.ROOT));
    assertThat(operation.isObject()).as("%s %s", method, path).isTrue();
    return operation;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  private JsonNode response(String method, String path, int status) {
    JsonNode found = operation(method, path).get("responses").path(String.valueOf(status));
    assertThat(found.isObject()).as("%s %s answers %d", method, path, status).isTrue();
    return resolved(found);
  }

  /** Whatever anybody gets according to the table of roles is documented. */
  @Test
  void everyStatusOfTheTableOfRolesIsThere() {
    RolesTest.rows()
        .forEach(row -> {
          String path = inDocument(row.path());
          row.statuses().forEach(status -> response(row.method(), path, status));
          JsonNode security = operation(row.method(), path).path("security");
          boolean open = security.isArray() && (security.isEmpty() || security.get(0).isEmpty());
          boolean needsToken = row.statuses().getFirst() == 401 && !row.path().startsWith("/sky");
          assertThat(open).as("%s needs no token", row.route()).isEqualTo(!needsToken);
        });
  }

  /** Every recorded answer has a documented status and media type. */
  @Test
  void everyRecordedAnswerIsThere() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(GOLDEN)) {
      files = all.filter(file -> file.toString().endsWith(".http")).sorted().toList();
    }
    int checked = 0;
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      String[] asked = lines.getFirst().split(" ");
      String path = pathOf(asked[1].replaceFirst("\\?.*", ""));
      if (file.endsWith("unknown-route.http") || file.endsWith("wrong-method.http")) {
        continue;
      }
      checked++;
      String status =
          lines.stream().filter(l -> l.startsWith("HTTP/1.1 ")).findFirst().orElseThrow();
      JsonNode response = response(asked[0], path, Integer.parseInt(status.split(" ")[1]));
      lines.stream()
          .filter(line -> line.startsWith("Content-Type: "))
          .map(line -> line.substring(14).replaceFirst(";.*", ""))
          .forEach(type ->
              assertThat(names(response.path("content")).toList()).as("%s", file).contains(type));
    }
    assertThat(checked).isGreaterThan(40);
  }

  private static String pathOf(String asked) {
    return asked.replaceFirst("^/api/v1/workers/[^/]+", "/api/v1/workers/{worker_name}");
  }

  private static List<Class<?>> records() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("tsa.wire").stream()
            .filter(JavaClass::isRecord)
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }

  private static String schemaName(Class<?> record) {
    Class<?> outer = record.getEnclosingClass();
    return outer == null
        ? record.getSimpleName()
        : outer.getSimpleName() + "." + record.getSimpleName();
  }

  @Test
  void everyRecordIsThereWithItsMembers() {
    JsonNode schemas = document.at("/components/schemas");
    List<Class<?>> records = records();
    assertThat(records).hasSizeGreaterThan(20);
    assertThat(names(schemas))
        .containsExactlyInAnyOrderElementsOf(
            records.stream().map(OpenApiTest::schemaName).toList());
    for (Class<?> record : records) {
      JsonNode schema = schemas.get(schemaName(record));
      Map<String, Object> members = new TreeMap<>();
      List<String> required = new ArrayList<>();
      for (RecordComponent component : record.getRecordComponents()) {
        String name = memberName(record, component);
        members.put(name, shape(component.getGenericType()));
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          required.add(name);
        }
      }
      Map<String, Object> documented = new TreeMap<>();
      names(schema.path("properties"))
          .forEach(name -> documented.put(name, shape(schema.get("properties").get(name))));
      assertThat(documented).as("%s", record).isEqualTo(members);
      assertThat(texts(schema.path("required"))).as("%s", record).isEqualTo(required);
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }

  private static String memberName(Class<?> record, RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    if (given != null) {
      return given.value();
    }
    return record.isAnnotationPresent(JsonNaming.class)
        ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
        : component.getName();
  }

  /** A type as the document would write it. */
  private static Object shape(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      boolean list = Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
      return list ? List.of(shape(of[0])) : Map.of("*", shape(of[1]));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return "#/components/schemas/" + schemaName(plain);
    }
    return Map.of(
            String.class, "string",
            Boolean.class, "boolean",
            Instant.class, "string date-time",
            int.class, "integer int32",
            Integer.class, "integer int32",
            long.class, "integer int64",
            Long.class, "integer int64",
            boolean.class, "boolean")
        .get(plain);
  }

  private static Object shape(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.get("$ref").asString();
    }
    String type = schema.get("type").asString();
    return switch (type) {
      case "array" -> List.of(shape(schema.get("items")));
      case "object" -> Map.of("*", shape(schema.get("additionalProperties")));
      default -> schema.has("format") ? type + " " + schema.get("format").asString() : type;
    };
  }

  /** Nothing refers to what is not there. */
  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references)
        .hasSizeGreaterThan(50)
        .allSatisfy(reference ->
            assertThat(document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }
}
