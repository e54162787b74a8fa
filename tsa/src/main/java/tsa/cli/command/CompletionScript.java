package tsa.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The script that picocli makes, with names added that only a gateway, or this user's file, knows.
 * Names come from workers: the shell compares and quotes them, and never evaluates them.
 */
final class CompletionScript {
  private static final String ASKING =
      """

      # Completes the word under the cursor with the names that 'tsa names' prints.
      function _tsa_names() {
        local curr_word=${COMP_WORDS[COMP_CWORD]}
        local target=() name i
        if [ "$1" = "workers" ]; then
          for (( i=1; i < COMP_CWORD; i++ )); do
            case ${COMP_WORDS[i]} in
              '-t'|'--target') target=('-t' "${COMP_WORDS[i+1]}") ;;
            esac
          done
        fi
        COMPREPLY=()
        while IFS= read -r name; do
          if [[ "${name}" == "${curr_word}"* ]]; then COMPREPLY+=( "$(printf '%q' "${name}")" ); fi
        done < <("${COMP_WORDS[0]}" names "$1" "${target[@]}" 2>/dev/null)
      }
      """;

  private CompletionScript() {}

  static String of(CommandLine root) {
    String script = AutoComplete.bash(root.getCommandName(), root);
    return asking(asking(script, "'-w'|'--worker'", "workers"), "'-t'|'--target'", "targets")
        + ASKING;
  }

  /** Of picocli's own accord, nothing is completed after an option that takes any word. */
  private static String asking(String script, String options, String what) {
    return script.replace(
        "    " + options + ")\n      return\n",
        "    " + options + ")\n      _tsa_names " + what + "\n      return\n");
  }
}
