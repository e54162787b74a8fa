package tsa.cli.command;

import java.util.NoSuchElementException;
import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.cli.text.TimeText;
import tsa.cli.text.WhyText;
import tsa.wire.EventJson;
import tsa.wire.WorkerDetailJson;

/** Explains the state of a worker. */
@Command(
    name = "why",
    description =
        "Explain a worker: its state, the evidence, the rule and its numbers, what is next.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa why -w worker-7", "  tsa why -w worker-7 --json | jq .assessment"})
final class WhyCommand extends WorkerCommand {
  WhyCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    WorkerDetailJson detail;
    try {
      detail = api.worker(worker);
    } catch (CliException e) {
      throw e.isNotFound() ? forgotten(e, api, worker) : e;
    }
    if (json()) {
      screen.json(detail);
    } else {
      new WhyText(detail, screen).print();
    }
    return OK;
  }

  /** History outlives a worker: the last event tells what became of it. */
  private static CliException forgotten(CliException complaint, ApiClient api, String worker) {
    try {
      EventJson last = api.events(worker, 1, null).events().getFirst();
      return new CliException(
          complaint.getMessage()
              + ". It did until "
              + TimeText.at(last.at())
              + ": "
              + last.reason().text()
              + ". 'tsa events -w "
              + worker
              + "' shows more");
    } catch (CliException | NoSuchElementException e) {
      // There is no history of that name either; the first complaint is the one that counts.
      return complaint;
    }
  }
}
