package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.worker.CheckHandle;

class CheckHandlesTest {
  private final CheckHandle one = CheckHandle.of(UUID.randomUUID());
  private final CheckHandle other = CheckHandle.of(UUID.randomUUID());

  @Test
  void aCopyHasAHandleOfItsOwnThatCannotBeARandomOne() {
    CheckHandle child = CheckHandles.child(one);
    assertThat(child).isNotEqualTo(one);
    assertThat(HandleList.isWellFormed(child.value())).isTrue();
    UUID id = UUID.fromString(child.value().substring(CheckHandle.PREFIX.length()));
    assertThat(id.version()).isEqualTo(8);
    assertThat(CheckHandles.isChild(child)).isTrue();
    assertThat(CheckHandles.isChild(one)).isFalse();
  }

  @Test
  void aCopyGoesBeforeWhatItWasCopiedOf() {
    List<CheckHandle> mixed =
        List.of(one, other, CheckHandles.child(other), CheckHandles.child(one));
    assertThat(CheckHandles.of(mixed))
        .containsExactly(
            List.of(CheckHandles.child(one), one), List.of(CheckHandles.child(other), other));
  }
}
