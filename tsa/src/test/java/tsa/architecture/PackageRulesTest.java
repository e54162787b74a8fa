package tsa.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.WorkerStore;

/** What belongs into which package, and which packages must not know of each other. */
class PackageRulesTest {
  private static final JavaClasses TSA =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("tsa");

  /**
   * Simple names that two classes may bear: those that only mean something behind the name of the
   * class around them, like {@code Event.Kind}.
   */
  private static final List<String> NAMED_BY_WHAT_IS_AROUND = List.of("Kind");

  @Test
  void onlyMainIsInTheRoot() {
    ArchitectureTest.assertHolds(
        classes()
            .that()
            .resideInAPackage("tsa")
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info")
            .because("commands belong into tsa.program, and building the service into tsa.serve"),
        TSA);
  }

  @Test
  void theServiceNeverUsesTheLab() {
    ArchitectureTest.assertHolds(
        noClasses()
            .that(
                not(resideInAnyPackage("tsa.lab..", "tsa.program.."))
                    .and(not(resideInAPackage("tsa"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tsa.lab..")
            .because("simulators, rehearsals, load and demo are shipped beside the service"),
        TSA);
  }

  @Test
  void nobodyUsesTheProgram() {
    ArchitectureTest.assertHolds(
        noClasses()
            .that(not(resideInAPackage("tsa.program..")).and(not(resideInAPackage("tsa"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tsa.program..", "tsa")
            .because("commands are what a person starts, and nothing builds on them"),
        TSA);
  }

  @Test
  void portsKnowNothingOfTheLoopBehindThem() {
    ArchitectureTest.assertHolds(
        classes()
            .that()
            .resideInAPackage("tsa.control.port")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "tsa.control.port", "tsa.lifecycle", "tsa.worker", "java..", "org.jspecify.."))
            .because("whoever implements a port sees the records it is about, and no more"),
        TSA);
  }

  /** Adapters call each other; a rehearsal's store stands before another one. */
  @Test
  void workersAreWrittenThroughTheGate() {
    ArchitectureTest.assertHolds(
        noClasses()
            .that()
            .resideOutsideOfPackages("tsa.store..", "tsa.lab.rehearsal..")
            .and()
            .doNotHaveFullyQualifiedName("tsa.control.ChangeGate")
            .should()
            .callMethod(WorkerStore.class, "apply", Change.class)
            .because("a change needs its event, its log line and its listeners: use ChangeGate"),
        TSA);
  }

  /** The two others read events that were written before. */
  @Test
  void eventsAreBuiltInOnePlace() {
    ArchitectureTest.assertHolds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("tsa.control.Events")
            .and()
            .doNotHaveFullyQualifiedName("tsa.store.EventRows")
            .and()
            .doNotHaveFullyQualifiedName("tsa.program.HistoryFile")
            .and()
            .doNotHaveFullyQualifiedName(Event.class.getName())
            .should()
            .callConstructorWhere(target(owner(type(Event.class))))
            .because("what an event says of its worker must not depend on who writes it"),
        TSA);
  }

  /** Every package for itself, inner ones too: ArchitectureTest looks at the outer ones only. */
  @Test
  void innerPackagesFormNoCycles() {
    ArchitectureTest.assertHolds(
        slices().matching("tsa.(**)").should().beFreeOfCycles(),
        TSA.that(not(resideInAPackage("tsa.db.generated.."))));
  }

  @Test
  void aNameMeansOneThing() {
    TreeMap<String, List<String>> twice =
        TSA.stream()
            .filter(c -> !c.isAnonymousClass() && !c.isLocalClass())
            .filter(c -> !c.getPackageName().startsWith("tsa.db.generated"))
            .filter(c -> !c.getSimpleName().equals("package-info"))
            .filter(c -> !NAMED_BY_WHAT_IS_AROUND.contains(c.getSimpleName()))
            .collect(
                Collectors.groupingBy(
                    c -> c.getSimpleName(),
                    TreeMap::new,
                    Collectors.mapping(c -> c.getName(), Collectors.toList())));
    twice.values().removeIf(all -> all.size() == 1);
    assertThat(twice).isEmpty();
  }
}
