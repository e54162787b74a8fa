package tsa.cli;

import picocli.CommandLine.Command;
import tsa.wire.FleetJson;

/** Shows the fleet in numbers, and what holds the rules. */
@Command(
    name = "fleet",
    description = {
      "Show the fleet in numbers, what holds the rules back, and how fit the gateways are to"
          + " judge.",
      "Exit status 1 if something needs a look: a hold with workers behind it, or an unfit gateway."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa fleet", "  tsa fleet --json | jq .check_objects"})
final class FleetCommand extends RemoteCommand {
  FleetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, Screen screen) throws CliException {
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
        || !fleet.gateway().fit()
        || fleet.gateways().stream().anyMatch(gateway -> !gateway.fit());
  }
}
