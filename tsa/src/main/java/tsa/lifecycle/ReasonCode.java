package tsa.lifecycle;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every reason there is. A code never changes its meaning; its sentence names the details it
 * carries in braces. {@code docs/reasons.md} is printed from here.
 */
public enum ReasonCode {
  // Nothing is done.
  FIT(
      "reachable and healthy; last good heartbeat {heartbeat} ago, last deep check: {check}",
      "Connectivity and health are both as they should be.",
      "Nothing."),
  SILENT(
      "no good heartbeat for {silence}; stalled at {limit}",
      "The worker answers late or not at all, but not yet for long enough to say so.",
      "Nothing yet. Look at the network and at the worker if it goes on."),
  FAILING(
      "{failures} failed deep checks in a row for {time}, at {step}: {cause}",
      "Deep checks fail on the worker's own account, but not yet often or long enough.",
      "Look at the worker: the step and the cause say where."),
  WAITING_FOR_HEARTBEAT(
      "out of reach for {silence}",
      "Stalled. Nothing is known about its ability to work.",
      "Repair the network or the machine; prune it if it will not come back."),
  DRAINING(
      "{containers} containers left: {blockers}; ends in {left} at the latest",
      "Asked to finish its work. It gets no new builds. What holds it up is named.",
      "Wait, or look at what runs in the containers that remain."),
  DRAINING_AT_ATC(
      "the ATC has not said yet that its builds are done; ends in {left} at the latest",
      "Asked to finish its builds. The ATC says when they are done, not the containers on it:"
          + " those of failed builds stay for days.",
      "Wait, or look at the builds that run on it."),
  LANDED_WAITING(
      "landed {time} ago",
      "Stopped on request. A restart of its process brings it back.",
      "Restart it when you are done with it, or prune it."),
  RECORD_KEPT(
      "retired {time} ago; the record is kept for {retention}",
      "Gone. Only its record is left.",
      "Nothing; prune it to remove the record now."),
  HELD_EVALUATION_SUSPENDED(
      "would be {action}, but health evaluation has been active for {active} only, and needs"
          + " {needed}",
      "The TSA, its database or its clock was not in order, so it does not trust what it missed.",
      "Look at the TSA itself."),
  HELD_FLEET_BRAKE(
      "would be retired, but too many fail at once, or did lately: {failing} of {fleet} now",
      "So many workers fail at once that the cause is likely not in the workers.",
      "Look for what they share: disk image, network, registry, the last roll-out."),
  HELD_FLEET_FREEZE(
      "would be {action}, but {unreachable} of {fleet} workers are out of reach at once",
      "So many workers are out of reach that the TSA is likely the one cut off.",
      "Look at the network of the TSA."),
  HELD_RETIRE_RATE(
      "would be retired, but {retired} were retired within {interval}, and {allowed} are allowed",
      "Workers are retired slowly, so that a wrong verdict cannot empty the fleet.",
      "Wait, or retire it by hand."),
  HELD_LAST_HEALTHY(
      "would be retired, but no other healthy worker is left",
      "The last worker is never retired by itself.",
      "Add or repair a worker."),
  WOULD_RETIRE(
      "would be retired after {failures} failed deep checks at {step}: {cause}; only observing",
      "The rules would act, but the health mode is observe.",
      "Set the health mode to enforce when you trust the rules."),

  // The state changes.
  JOINED(
      "joined and passed: {check}",
      "A machine that was not known under this name was admitted.",
      "Nothing."),
  JOINED_UNPROVEN(
      "joined, though it would not be admitted: deep check {verdict} at {step}: {cause};"
          + " only observing",
      "A newcomer did not pass its deep check, but the health mode is observe.",
      "Look at the worker: the step and the cause say where."),
  RECONNECTED(
      "registered again, as registration {registration}",
      "The same machine came back through another connection.",
      "Nothing."),
  UNREACHABLE(
      "no good heartbeat for {silence} (limit {limit})",
      "Out of reach for longer than the limit. Says nothing about its ability to work.",
      "Repair the network or the machine; it comes back by itself."),
  REACHED("a good heartbeat after {silence} out of reach", "It came back.", "Nothing."),
  CHECKS_FAILED(
      "{failures} failed deep checks in a row over {time}, the last at {step}: {cause}",
      "The worker is broken: it is retired and is to be replaced.",
      "Replace the machine, or repair what the step and the cause name and restart it."),
  LAND_REQUESTED(
      "landing asked for by {by}: {why}", "Somebody asked to land it.", "Wait for it to land."),
  RETIRE_REQUESTED(
      "retiring asked for by {by}: {why}",
      "Somebody asked to retire it.",
      "Wait for it to retire."),
  DRAINED("no work is left", "The drain ended as it should.", "Nothing."),
  DRAIN_DEADLINE(
      "the drain reached its deadline of {deadline} with {containers} containers left: {blockers}",
      "The drain ended although work was left, or although nothing was known of it.",
      "Look at the builds that were cut off."),
  DELETED(
      "deleted by {by}: {why}",
      "The worker, or somebody for it, said that it is gone.",
      "Nothing."),
  PRUNED("pruned by {by}: {why}", "Somebody asked to forget it.", "Nothing."),
  EPHEMERAL_GONE(
      "ephemeral, and away for {time} (grace {grace})",
      "An ephemeral worker that does not come back is forgotten.",
      "Nothing; it may join again."),
  STALLED_TOO_LONG(
      "stalled for {time} (limit {limit})",
      "The operator's limit for stalled workers.",
      "Nothing; it may join again."),
  LANDED_TOO_LONG(
      "landed {time} ago, and did not come back (limit {limit})",
      "The operator's limit for stalled workers goes for landed ones that do not come back, too.",
      "Nothing; it may join again."),
  RECORD_EXPIRED(
      "retired for {time} (kept for {retention})",
      "The record of a retired worker has been kept for long enough.",
      "Nothing."),

  // What was asked is not done, or was done already.
  NOT_PRUNED_RUNNING(
      "cannot prune running worker",
      "A running worker would only come back.",
      "Land or retire it first."),
  ALREADY_ASKED(
      "is {state} already", "The same was asked before; the first request stands.", "Nothing."),
  NOT_LANDED_RETIRING(
      "is {state}, which a request to land does not undo",
      "Retiring is the stronger intention.",
      "Nothing, or prune it."),
  DEADLINE_TOO_LATE(
      "may drain for {limit} at most, not for {asked}",
      "The operator of the service has set how long a drain may last.",
      "Ask for less time, or have --drain-timeout set to more."),
  RETIRED_ALREADY(
      "was retired; only its record is left",
      "The worker is gone.",
      "Nothing; prune it to remove the record."),

  // A worker is kept out of new work.
  CORDONED(
      "kept out of new work by {by}: {why}",
      "Somebody asked to give it no new work. Its state and its checks go on as ever.",
      "Uncordon it when it may get work again; land it if Concourse's scheduler has to stop at"
          + " once."),
  UNCORDONED(
      "let in to new work again by {by}: {why}",
      "Somebody took back the request to give it no new work.",
      "Nothing."),
  ALREADY_CORDONED(
      "is kept out of new work already, by {by}: {why}",
      "The same was asked before; the first request stands.",
      "Nothing."),
  NOT_CORDONED("is not kept out of new work", "There is nothing to take back.", "Nothing."),

  CHECK_ASKED(
      "a deep check was asked for by {by}: {why}",
      "The gateway that holds the worker makes it; what it finds is among the checks of the"
          + " worker.",
      "Nothing."),

  // Whether the ATC is to send builds to a worker.
  SCHEDULED("gets new builds", "Nothing speaks against it.", "Nothing."),
  UNSCHEDULED_STALLED(
      "gets no new builds while it is stalled", "It is out of reach.", "See why it is stalled."),
  UNSCHEDULED_CORDONED(
      "gets no new builds while it is kept out of new work by {by}",
      "Somebody asked to give it no new work.",
      "Uncordon it when it may get work again."),
  UNSCHEDULED_FAILING(
      "gets no new builds until a deep check passes: {failures} failed in a row, last {check}",
      "One failed deep check is enough to pass it over; it is back as soon as one passes.",
      "Look at the worker if it goes on."),
  UNSCHEDULED_DISCONNECTED(
      "gets no new builds until it is connected again",
      "No gateway holds a connection of it, so no build could use it.",
      "Nothing yet: a worker comes back by itself within seconds, if it can."),
  UNSCHEDULED_SILENT(
      "gets no new builds until it is heard again: no good heartbeat for {silence}",
      "It answers late or not at all, though not for long enough to be stalled.",
      "Look at the network if it goes on."),
  HELD_LAST_SCHEDULED(
      "gets new builds although something speaks against it: no other running worker can take all"
          + " that it can",
      "The last worker for a platform, tag, team or resource type is not taken from its jobs.",
      "Add or repair a worker of that kind."),
  HELD_SCHEDULING_BRAKE(
      "gets new builds although something speaks against it: {ill} of {running} running workers"
          + " look ill at once",
      "So many look ill at once that the cause is likely not in the workers.",
      "Look for what they share: network, registry, the TSA itself, the last roll-out."),

  // A registration waits, is refused or ends.
  AWAITING_HEARTBEAT(
      "waiting for the first good heartbeat: {problem}",
      "Its Garden or Baggageclaim does not answer through the tunnel.",
      "Look at the two servers on the worker."),
  AWAITING_CHECK(
      "a deep check has to pass first",
      "A newcomer is admitted once it has shown that it can work.",
      "Nothing."),
  CHECK_QUEUED(
      "a deep check has to pass first; {ahead} are before it, which takes about {time}",
      "More deep checks are to be made than this gateway gets done at once; the oldest is next.",
      "Wait; if it lasts, give the gateway more processor, or start another one."),
  CHECK_NOT_PASSED(
      "not admitted: deep check {verdict} at {step}: {cause}",
      "A newcomer failed its deep check; it is tried again.",
      "Look at the worker: the step and the cause say where."),
  QUARANTINED(
      "in quarantine for another {left} after {count} retirements for failing checks",
      "A name that was retired as broken has to wait before it is tried again.",
      "Repair it, or prune the record to end the quarantine."),
  OTHER_TEAM(
      "the name belongs to a worker of {owner}",
      "A name belongs to the team that used it first.",
      "Choose another name, or prune the old worker."),
  OTHER_MACHINE_ALIVE(
      "another machine is alive under this name (started {theirs}, this one {ours})",
      "Two machines use one name. The first one stays.",
      "Give each machine a name of its own."),
  NAME_CONFLICT(
      "another machine (started {theirs}) tries to register under this name and is kept out",
      "Two machines use one name. This one stays in charge.",
      "Give each machine a name of its own."),
  SUPERSEDED(
      "registration {newer} of the same worker took over",
      "The worker registered again; the newest registration is in charge.",
      "Nothing."),
  FORGOTTEN(
      "the worker was forgotten; it may register again",
      "Its row was removed, for example by prune.",
      "Nothing."),
  LANDED("landed", "It has finished landing; its process is to stop.", "Nothing."),
  RETIRED("retired", "It has finished retiring; its process is to stop.", "Nothing."),
  RETIRED_BROKEN(
      "retired as broken: {why}",
      "Its process is to stop with a failure, so that its supervisor replaces it.",
      "Repair or replace it."),
  GATEWAY_STOPPING(
      "this gateway is stopping; register elsewhere",
      "The gateway shuts down in an orderly way.",
      "Nothing."),
  KEY_REVOKED(
      "its key may not be used any more",
      "Its key was removed, has expired, or stands for other rights now; its connection was cut.",
      "Give the worker a key that is authorized; it keeps trying and comes back by itself."),
  WORKER_LEFT("the worker ended the registration", "It said so itself.", "Nothing."),
  CONNECTION_LOST("the connection was lost", "The network or the worker failed.", "Nothing yet."),
  INTERNAL_TROUBLE(
      "passing trouble in the gateway: {problem}",
      "Not the worker's fault; it is to connect again.",
      "Look at the log of the TSA."),

  NOT_KNOWN(
      "no worker of this name is known",
      "It never joined, is not admitted yet, or was forgotten.",
      "Look at what the worker says: it is told what it waits for."),

  // Never decided, only read.
  UNKNOWN(
      "{text}",
      "Written by another version of the TSA, which knows a reason that this one does not.",
      "Ask the newer version.");

  /** A name in braces within a sentence. */
  static final String NAME = "\\{([a-z]+)}";

  private final String sentence;
  private final String meaning;
  private final String remedy;

  @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable
  private final Set<String> details;

  ReasonCode(String sentence, String meaning, String remedy) {
    this.sentence = sentence;
    this.meaning = meaning;
    this.remedy = remedy;
    this.details = names(sentence);
  }

  /** The stable id: lower case, with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The sentence, with the names of its details in braces. */
  public String sentence() {
    return sentence;
  }

  /** Whether the rules would act, but something holds them. */
  public boolean isHold() {
    return switch (this) {
      case HELD_EVALUATION_SUSPENDED,
          HELD_FLEET_BRAKE,
          HELD_FLEET_FREEZE,
          HELD_RETIRE_RATE,
          HELD_LAST_HEALTHY,
          WOULD_RETIRE ->
          true;
      default -> false;
    };
  }

  /** What it means, for the docs. */
  public String meaning() {
    return meaning;
  }

  /** What an operator can do, for the docs. */
  public String remedy() {
    return remedy;
  }

  /** The names of its details, in the order of the sentence. */
  public Set<String> details() {
    return details;
  }

  private static Set<String> names(String sentence) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = Pattern.compile(NAME).matcher(sentence);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return Collections.unmodifiableSet(names);
  }

  /** The code of that id; empty if there is none. */
  public static Optional<ReasonCode> ofId(String id) {
    for (ReasonCode code : values()) {
      if (code.id().equals(id)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
