import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.postgresql.ds.PGSimpleDataSource;
import tsa.migrations.Migrator;
import tsa.postgres.EmbeddedPostgres;
import tsa.postgres.EmbeddedSettings;

/**
 * Generates {@code tsa.db.generated} from the migrations, on a real server. Run by the build as one
 * source file: {@code java GenerateJooq.java <target directory> <jOOQ version>}, in the directory
 * of the module db. Does nothing when neither the SQL nor this file nor jOOQ has changed.
 */
final class GenerateJooq {
  private static final Path SQL = Path.of("../migrations/src/main/resources/db/migration");
  private static final Path SELF = Path.of("src/codegen/java/GenerateJooq.java");

  private GenerateJooq() {}

  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(arguments[0]);
    Path stamp = target.resolve(".stamp");
    String now = fingerprint(arguments[1]);
    if (Files.exists(stamp) && Files.readString(stamp).equals(now)) {
      return;
    }
    Files.createDirectories(target);
    Path work = Files.createTempDirectory("tsa-codegen-");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedSettings.throwaway(work))) {
      new Migrator(dataSource(postgres)).migrate();
      GenerationTool.generate(configuration(postgres, target));
    } finally {
      delete(work);
    }
    Files.writeString(stamp, now);
  }

  /** One hash of everything that the outcome depends on. */
  private static String fingerprint(String jooqVersion)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(jooqVersion.getBytes(StandardCharsets.UTF_8));
    digest.update(Files.readAllBytes(SELF));
    try (Stream<Path> files = Files.list(SQL)) {
      for (Path file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static PGSimpleDataSource dataSource(EmbeddedPostgres postgres) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return source;
  }

  private static Configuration configuration(EmbeddedPostgres postgres, Path target) {
    return new Configuration()
        .withLogging(Logging.WARN)
        .withJdbc(
            new Jdbc()
                .withDriver("org.postgresql.Driver")
                .withUrl(postgres.jdbcUrl())
                .withUser(postgres.user())
                .withPassword(postgres.password()))
        .withGenerator(
            new Generator()
                .withDatabase(database())
                .withGenerate(generate())
                .withTarget(
                    new Target()
                        .withPackageName("tsa.db.generated")
                        .withDirectory(target.toString())));
  }

  private static Database database() {
    return new Database()
        .withInputSchema("public")
        // The connection's search path says where the tables are, not the generated code.
        .withOutputSchemaToDefault(true)
        .withExcludes("flyway_schema_history|.*_guard|.*_append_only|.*_notify")
        .withForcedTypes(
            // A point in time needs no offset, and the rules speak of Instant.
            List.of(
                new ForcedType()
                    .withName("INSTANT")
                    .withIncludeTypes("(?i:timestamp with time zone|timestamptz)")));
  }

  private static Generate generate() {
    return new Generate()
        .withRecords(true)
        .withPojos(false)
        .withDaos(false)
        .withComments(false)
        .withJavaTimeTypes(true)
        .withGlobalCatalogReferences(false);
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
