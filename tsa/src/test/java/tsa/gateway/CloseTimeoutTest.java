package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What closes and does not end is cut, and nothing else. */
class CloseTimeoutTest {
  private final Set<String> open = new HashSet<>();
  private final List<String> cut = new ArrayList<>();
  private final CloseTimeout<String> watch = new CloseTimeout<>(open::contains, cut::add);

  @Test
  void whatIsOpenIsLeftAlone() {
    open.add("a");
    for (int i = 0; i < 5; i++) {
      watch.look(List.of("a"));
    }
    assertThat(cut).isEmpty();
  }

  @Test
  void whatClosesHasUntilTheLookAfterNext() {
    open.addAll(List.of("a", "b"));
    watch.look(List.of("a", "b"));
    open.remove("a");
    watch.look(List.of("a", "b"));
    assertThat(cut).as("it may be on its way").isEmpty();
    watch.look(List.of("a", "b"));
    assertThat(cut).containsExactly("a");
  }

  @Test
  void whatEndsInTimeIsNotCutAndOneThatResistsIsCutAgain() {
    watch.look(List.of("quick", "stubborn"));
    watch.look(List.of("stubborn"));
    watch.look(List.of("stubborn"));
    assertThat(cut).containsExactly("stubborn", "stubborn");
  }

  @Test
  void eachHasItsOwnTime() {
    watch.look(List.of("first"));
    watch.look(List.of("second"));
    assertThat(cut).isEmpty();
    watch.look(List.of("second"));
    assertThat(cut).containsExactly("second");
  }
}
