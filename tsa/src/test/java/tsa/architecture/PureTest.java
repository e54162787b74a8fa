package tsa.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.channels.NetworkChannel;
import java.sql.Connection;
import java.util.List;
import org.apache.sshd.common.FactoryManager;
import org.junit.jupiter.api.Test;
import tsa.db.testing.TestDatabase;
import tsa.testing.Patience;
import tsa.testing.Pure;
import tsa.testing.Slowness;

/** Tests that run beside others do nothing that others could slow down. */
@Pure
class PureTest {
  /** Whatever can use one of these, itself or through others of ours, runs alone. */
  private static final List<Class<?>> ALONE =
      List.of(
          Socket.class,
          ServerSocket.class,
          NetworkChannel.class,
          HttpClient.class,
          ProcessBuilder.class,
          Connection.class,
          FactoryManager.class,
          TestDatabase.class,
          Patience.class,
          Slowness.class);

  @Test
  void pureTestsStartNothingAndWaitForNothing() {
    ArchitectureTest.assertHolds(
        noClasses()
            .that()
            .areAnnotatedWith(Pure.class)
            .and()
            .doNotHaveSimpleName("PureTest")
            .should()
            .transitivelyDependOnClassesThat(anyOfThem())
            .because("they run beside others; take @Pure away, and they run alone"),
        new ClassFileImporter().importPackages("tsa"));
  }

  private static DescribedPredicate<JavaClass> anyOfThem() {
    return ALONE.stream()
        .<DescribedPredicate<JavaClass>>map(type -> assignableTo(type))
        .reduce((one, other) -> one.or(other))
        .orElseThrow();
  }
}
