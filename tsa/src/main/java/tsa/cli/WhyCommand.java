package tsa.cli;

import picocli.CommandLine.Command;
import tsa.wire.WorkerDetailJson;

/** Explains the state of a worker. */
@Command(
    name = "why",
    description =
        "Explain a worker: its state, the evidence, the rule and its numbers, what is next.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa why -w worker-7", "  tsa why -w worker-7 --json | jq .assessment"})
final class WhyCommand extends WorkerCommand {
  WhyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    WorkerDetailJson detail = api.worker(worker);
    if (json()) {
      screen.json(detail);
    } else {
      new WhyText(detail, screen).print();
    }
    return OK;
  }
}
