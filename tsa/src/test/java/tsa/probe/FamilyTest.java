package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.worker.CheckHandle;

class FamilyTest {
  private final CheckHandle one = CheckHandle.of(UUID.randomUUID());
  private final CheckHandle other = CheckHandle.of(UUID.randomUUID());

  @Test
  void aCopyHasAHandleOfItsOwnThatCannotBeARandomOne() {
    CheckHandle child = Family.child(one);
    assertThat(child).isNotEqualTo(one);
    assertThat(Handles.isWellFormed(child.value())).isTrue();
    UUID id = UUID.fromString(child.value().substring(CheckHandle.PREFIX.length()));
    assertThat(id.version()).isEqualTo(8);
    assertThat(Family.isChild(child)).isTrue();
    assertThat(Family.isChild(one)).isFalse();
  }

  @Test
  void aCopyGoesBeforeWhatItWasCopiedOf() {
    List<CheckHandle> mixed = List.of(one, other, Family.child(other), Family.child(one));
    assertThat(Family.of(mixed))
        .containsExactly(List.of(Family.child(one), one), List.of(Family.child(other), other));
  }
}
