package tsa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script for shells. */
class CompletionTest {
  private final String script = CliRun.piped(Map.of(), "completion", "bash").out();

  @Test
  void everyOptionForANameAsksForNames() {
    assertThat(script.split("'-w'\\|'--worker'\\)", -1))
        .hasSizeGreaterThan(10)
        .allSatisfy(part -> assertThat(part.strip()).matches("(?s)(_tsa_names workers|#!).*"));
    assertThat(script).contains("_tsa_names targets").contains("complete -F _complete_tsa");
  }

  @Test
  void commandsThatAreHiddenAreNotOffered() {
    assertThat(script).contains("commands=\"workers ").doesNotContain("completion names");
  }

  @Test
  void zshReadsTheSame() {
    assertThat(CliRun.piped(Map.of(), "completion", "zsh").out()).isEqualTo(script);
    assertThat(script).contains("bashcompinit");
  }
}
