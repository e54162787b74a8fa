package tsa.cli.command;

import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.FleetText;
import tsa.cli.text.Screen;
import tsa.wire.FleetJson;

/** Shows the fleet in numbers, and what holds the rules. */
@Command(
    name = "fleet",
    description = {
      "Show the fleet in numbers, what holds the rules back, and whether health evaluation is"
          + " active in the gateways.",
      "Exit status 1 if something needs a look: a hold with workers behind it, or suspended health"
          + " evaluation."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa fleet", "  tsa fleet --json | jq .check_objects"})
final class FleetCommand extends RemoteCommand {
  FleetCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    FleetJson fleet = api.fleet();
    if (json()) {
      screen.json(fleet);
    } else {
      new FleetText(fleet, screen).print();
    }
    return needsALook(fleet) ? FAILED : OK;
  }

  private static boolean needsALook(FleetJson fleet) {
    return fleet.brake().reason() != null
        || fleet.freeze().reason() != null
        || !fleet.gateway().active()
        || fleet.gateways().stream().anyMatch(gateway -> !gateway.evaluating());
  }
}
