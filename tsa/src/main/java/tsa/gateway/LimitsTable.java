package tsa.gateway;

import java.time.Duration;
import tsa.gateway.forward.Forward;
import tsa.gateway.forward.Forwards;
import tsa.gateway.settings.GatewayLimits;
import tsa.worker.GoDuration;

/** Prints the limits of the gateway as a table for the docs. */
public final class LimitsTable {
  private final StringBuilder text =
      new StringBuilder("| limit | number | setting | against |\n|---|---|---|---|\n");

  private LimitsTable() {}

  /** The table, from the numbers that are in force by default. */
  public static String print() {
    LimitsTable table = new LimitsTable();
    table.login(GatewayLimits.DEFAULTS.login());
    table.input(GatewayLimits.DEFAULTS.input());
    table.rest(GatewayLimits.DEFAULTS.liveness(), GatewayLimits.DEFAULTS.drains());
    return table.text.toString();
  }

  private void login(GatewayLimits.LoginLimits login) {
    String startups = login.dropFrom() + " : " + login.dropPercent() + " % : " + login.max();
    row("time to log in", login.timeout(), "tsa-login-timeout", "silent peers that stay");
    row(
        "unauthenticated connections: dropped at random from : chance : all from",
        startups,
        "tsa-max-startups",
        "floods; by chance honest workers come through, after some tries");
    row(
        "the same from one IPv4 address or IPv6 /64",
        login.maxPerAddress(),
        "tsa-max-startups-per-address",
        "one host that makes others be dropped");
    row(
        "handshakes begun in a second; others wait unread",
        GatewayLimits.LoginLimits.HANDSHAKES_PER_CORE + " for each core",
        "tsa-handshake-rate",
        "floods that take the cores from those who are in");
    row(
        "connections of one key",
        login.maxPerKey(),
        "tsa-max-connections-per-key",
        "one stolen key that takes all descriptors");
    row("keys tried on one connection", WorkerSshServer.MAX_AUTH_TRIES, "", "guessing");
    row(
        "time between two looks at the key files",
        login.keyLook(),
        "",
        "keys that outlive removal");
  }

  private void input(GatewayLimits.Input input) {
    row(
        "SSH packet, and so a command line",
        "256 KiB",
        "",
        "memory; a report of thousands of handles must pass");
    row("worker object on stdin, bytes", input.stdinBytes(), "", "memory");
    row(
        "time for the worker object to come",
        input.stdinTimeout(),
        "",
        "commands that never begin");
    row("time for the two forwards to come", input.forwardWait(), "", "the same");
    row("commands at once on one connection", input.maxCommands(), "", "threads");
    row(
        "session channels on one connection",
        2 * input.maxCommands(),
        "",
        "input that is kept for commands that never come");
    row("channels on one connection", WorkerSshServer.MAX_CHANNELS, "", "memory");
    row("forwards of one connection", Forwards.MAX, "", "ports");
    row(
        "connections through one forward, " + Forward.KEPT_FOR_PROBES + " of them for probes only",
        input.maxForwarded(),
        "",
        "builds that starve heartbeats");
  }

  private void rest(GatewayLimits.Liveness liveness, GatewayLimits.DrainLimits drains) {
    row(
        "silence until a peer is taken for dead, at most",
        liveness.interval().multipliedBy(liveness.misses() + 1L),
        "",
        "black holes and frozen processes");
    row("connection without a command", liveness.commandWait(), "", "idle connections");
    row(
        "time for open connections at the end of a registration",
        drains.timeout(),
        "connection-drain-timeout",
        "drains without end");
    row(
        "the same when the gateway stops",
        drains.stopWait(),
        "",
        "workers that hang between two gateways");
    row(
        "time for a connection to close, at most",
        Duration.ofMillis(2 * SshGateway.CLOSING),
        "",
        "peers that do not read");
  }

  private void row(String limit, Object number, String flag, String against) {
    String shown = number instanceof Duration time ? GoDuration.print(time) : number.toString();
    String setting = flag.isEmpty() ? "" : "`--" + flag + "`";
    text.append("| %s | %s | %s | %s |%n".formatted(limit, shown, setting, against));
  }
}
