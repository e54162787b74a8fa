package tsa.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

@Pure
class CloserTest {
  private final Closer closer = new Closer();
  private final List<String> closed = new ArrayList<>();

  private void failing(String name, Exception failure) {
    closer.add(() -> {
      closed.add(name);
      throw failure;
    });
  }

  @Test
  void theNewestIsClosedFirstAndEachOnce() throws Exception {
    closer.add(() -> closed.add("older"));
    closer.add(() -> closed.add("newer"));
    closer.close();
    closer.close();
    assertThat(closed).containsExactly("newer", "older");
  }

  @Test
  void allAreClosedAndNoFailureIsLost() {
    IOException first = new IOException("first");
    IllegalStateException second = new IllegalStateException("second");
    failing("third", first);
    failing("second", second);
    failing("first", first);
    assertThat(catchException(closer::close)).isSameAs(first).hasSuppressedException(second);
    assertThat(first.getSuppressed()).as("it cannot suppress itself").hasSize(1);
    assertThat(closed).containsExactly("first", "second", "third");
  }
}
