package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fault switches and their names on a command line. */
class FaultsTest {
  private final Faults faults = new Faults(Duration.ofMinutes(1));

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultCanBeNamedAndSaysWhatItDoes(Fault fault) {
    assertThat(fault.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(fault.description()).isNotBlank().doesNotContain("\n");
    assertThat(Fault.parse(fault.id())).isEqualTo(fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatIsPrintedCanBeReadAgain(Fault fault) {
    faults.set(fault);
    String printed = String.join(",", faults.active());
    Faults other = new Faults(Duration.ofMinutes(1));
    other.apply(printed);
    assertThat(other.active()).isEqualTo(faults.active()).hasSize(2);
  }

  @Test
  void numbersAndServersAreRead() {
    faults.apply(" garden:slow=250 , read-only-disk");
    assertThat(faults.argument(WorkerServer.GARDEN, Fault.SLOW)).hasValue(250);
    assertThat(faults.isOn(WorkerServer.BAGGAGECLAIM, Fault.SLOW)).isFalse();
    assertThat(faults.active())
        .containsExactly("garden:slow=250", "garden:read-only-disk", "baggageclaim:read-only-disk");
    faults.apply("");
    assertThat(faults.active()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "slow=soon", "slow=-1", "refuse=3", "tsa:refuse"})
  void nonsenseIsRefusedAndNothingSwitched(String spec) {
    assertThatThrownBy(() -> faults.apply("drip," + spec))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(faults.active()).isEmpty();
  }

  @Test
  void anUnknownNameIsToldWhatThereIs() {
    assertThatThrownBy(() -> Fault.parse("nonsense"))
        .hasMessageContaining("'nonsense'")
        .hasMessageContaining("accept-then-hang");
  }

  @Test
  void aHoldEndsAtItsLimit() {
    Faults brief = new Faults(Duration.ofMillis(1));
    brief.set(Fault.REFUSE);
    assertThatThrownBy(() -> brief.hold(WorkerServer.GARDEN, Fault.REFUSE))
        .hasMessage("held too long by refuse");
  }
}
