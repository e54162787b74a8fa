package tsa.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.Pure;

/** Who may use whom (docs/architecture.md). */
@Pure
class ArchitectureTest {
  private static final JavaClasses TSA =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("tsa");

  private static final String[] ADAPTERS = {
    "tsa.store..", "tsa.probe..", "tsa.gateway..", "tsa.api..", "tsa.atc.."
  };

  /** Without this, an importer that cannot read the class files would make every rule pass. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tsa",
        "tsa.worker",
        "tsa.lifecycle",
        "tsa.control",
        "tsa.store",
        "tsa.probe",
        "tsa.gateway",
        "tsa.api",
        "tsa.atc",
        "tsa.tls",
        "tsa.wire",
        "tsa.concourse",
        "tsa.cli",
        "tsa.settings",
        "tsa.lab.simulator",
        "tsa.lab.rehearsal",
        "tsa.telemetry",
        "tsa.lab.load",
        "tsa.lab.atc",
        "tsa.db",
        "tsa.migrations",
        "tsa.postgres",
        "tsa.program",
        "tsa.serve"
      })
  void classesWereImported(String name) {
    assertThat(TSA.stream().filter(c -> c.getPackageName().equals(name))).isNotEmpty();
  }

  private static void assertHolds(ArchRule rule) {
    assertHolds(rule, TSA);
  }

  static void assertHolds(ArchRule rule, JavaClasses of) {
    assertThat(rule.evaluate(of).getFailureReport().getDetails())
        .as(rule.getDescription())
        .isEmpty();
  }

  @Test
  void theCoreKnowsTheJdkOnly() {
    assertHolds(
        classes()
            .that()
            .resideInAnyPackage("tsa.worker..", "tsa.lifecycle..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "tsa.worker..",
                    "tsa.lifecycle..",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.time..",
                    "java.io",
                    "org.jspecify.annotations"))
            .because("rules know no clock, thread or library"));
  }

  @Test
  void nobodyReadsAClockButTheWiring() {
    assertHolds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("tsa.serve.Wiring")
            .and()
            .resideOutsideOfPackages("tsa.migrations..", "tsa.postgres..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .because(
                "time is handed in: use tsa.control.port.Ticker, InstantSource, or the store's"
                    + " now"));
  }

  @Test
  void adaptersDoNotSeeEachOther() {
    for (String adapter : ADAPTERS) {
      List<String> others =
          List.of(ADAPTERS).stream().filter(other -> !other.equals(adapter)).toList();
      assertHolds(
          noClasses()
              .that()
              .resideInAPackage(adapter)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others.toArray(String[]::new))
              .because("adapters meet in tsa.control's ports"));
    }
  }

  @Test
  void controlKnowsNoAdapter() {
    assertHolds(
        noClasses()
            .that()
            .resideInAnyPackage("tsa.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "tsa.store..",
                "tsa.probe..",
                "tsa.gateway..",
                "tsa.api..",
                "tsa.atc..",
                "tsa.cli..",
                "tsa.wire..",
                "tsa.settings..",
                "tsa.lab..",
                "tsa.telemetry..",
                "tsa.db..",
                "org.jooq..",
                "org.apache.sshd..")
            .because("control owns the ports; adapters depend on it"));
  }

  @Test
  void theCommandLineSpeaksRestOnly() {
    assertHolds(
        noClasses()
            .that()
            .resideInAPackage("tsa.cli..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "tsa.store..",
                    "tsa.probe..",
                    "tsa.gateway..",
                    "tsa.api..",
                    "tsa.control..",
                    "tsa.lifecycle..",
                    "tsa.db..",
                    "tsa.lab..",
                    "tsa.settings.."))
            .because("an operator's machine has no database"));
    assertHolds(
        noClasses()
            .that()
            .resideInAPackage("tsa.wire..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "tsa.worker..", "tsa.lifecycle..", "tsa.control..", "tsa.api..", "tsa.cli.."))
            .because("the public contract depends on nothing of ours"));
  }

  @Test
  void librariesStayBehindTheirAdapters() {
    assertOnly("org.jooq..", "tsa.store..", "tsa.db..");
    assertOnly("org.apache.sshd..", "tsa.gateway..", "tsa.lab.simulator..");
    assertOnly("org.eclipse.jetty..", "tsa.api..");
    assertOnly("io.micrometer..", "tsa.telemetry..");
    assertOnly("io.prometheus..", "tsa.telemetry..");
  }

  private static void assertOnly(String library, String... users) {
    assertHolds(
        noClasses()
            .that()
            .resideOutsideOfPackages(users)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .because(library + " is used by " + String.join(" and ", users) + " alone"));
  }

  @Test
  void packagesFormNoCycles() {
    assertHolds(slices().matching("tsa.(*)..").should().beFreeOfCycles());
  }

  @Test
  void noStaticStateThatChanges() {
    assertHolds(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(resideInAnyPackage("tsa.."))
            .and()
            .areDeclaredInClassesThat(not(resideInAnyPackage("tsa.db.generated..")))
            .should()
            .beFinal()
            .because("tests and processes must not share state behind our back"));
  }
}
