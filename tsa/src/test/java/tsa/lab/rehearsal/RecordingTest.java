package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.lab.rehearsal.Scenario.Incident;
import tsa.lab.rehearsal.Scenario.ScenarioStep;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.testing.Pure;
import tsa.worker.WorkerName;

/** A day of a fleet, exported and replayed: under the same numbers it ends the same way. */
@ExtendWith(Quiet.class)
@Pure
class RecordingTest {
  private static final Policy USUAL = policy(3);
  private static final Policy PATIENT = policy(300);

  private static Policy policy(int failures) {
    Policy.Health health = Policy.DEFAULT.health();
    return new Policy(
        Policy.DEFAULT.connectivity(),
        new Policy.Health(
            true,
            health.checkInterval(),
            health.checkLimit(),
            failures,
            health.failingFor(),
            false),
        new Policy.Drains(Duration.ofMinutes(10), Duration.ofHours(24)),
        Policy.DEFAULT.quarantines(),
        Policy.DEFAULT.brake());
  }

  private static ScenarioStep step(
      int minute,
      @Nullable Duration length,
      Incident what,
      String worker,
      Request.@Nullable Action ask,
      int containers) {
    return new ScenarioStep(
        Duration.ofMinutes(minute),
        length,
        what,
        List.of(worker),
        ask,
        containers,
        Duration.ZERO,
        null);
  }

  private static Scenario aDay() {
    return new Scenario(
        SampleWorkers.T0,
        Duration.ofMinutes(85),
        3,
        1,
        List.of(new Scenario.Group("w", 6, false, 0), new Scenario.Group("e", 1, true, 0)),
        List.of(
            step(10, Duration.ofMinutes(10), Incident.OFFLINE, "w-1", null, 0),
            step(15, Duration.ofMinutes(10), Incident.OFFLINE, "e", null, 0),
            step(30, Duration.ofMinutes(20), Incident.FAILING, "w-2", null, 0),
            step(40, Duration.ofMinutes(5), Incident.CONTAINERS, "w-3", null, 2),
            step(41, null, Incident.ASK, "w-3", Request.Action.LAND, 0),
            step(55, null, Incident.RESTART, "w-3", null, 0),
            step(60, null, Incident.ASK, "w-4", Request.Action.CORDON, 0),
            step(61, Duration.ofHours(2), Incident.CONTAINERS, "w-5", null, 4),
            step(62, null, Incident.ASK, "w-5", Request.Action.RETIRE, 0)));
  }

  private static Recording recorded(boolean withChecks) {
    ScenarioRun run = new ScenarioRun(aDay(), USUAL);
    run.run();
    return new Recording(run.events(), withChecks ? run.checks() : List.of());
  }

  private static Map<WorkerName, List<ReasonCode>> stories(List<History.StoredEvent> events) {
    Map<WorkerName, List<ReasonCode>> stories = new TreeMap<>();
    for (History.StoredEvent written : events) {
      Event event = written.event();
      if (event.kind() == Event.Kind.STATE || event.kind() == Event.Kind.CORDONED) {
        stories
            .computeIfAbsent(event.worker(), any -> new ArrayList<>())
            .add(event.reason().code());
      }
    }
    return stories;
  }

  private static Map<WorkerName, List<ReasonCode>> replayed(Recording recording, Policy policy) {
    ScenarioRun run = new ScenarioRun(recording.scenario(0), policy);
    run.run();
    return stories(run.events());
  }

  @Test
  void underTheSameNumbersItEndsTheSameWay() {
    Recording recording = recorded(true);
    Map<WorkerName, List<ReasonCode>> stories = stories(recording.events());
    assertThat(stories.get(new WorkerName("w-1")))
        .containsExactly(ReasonCode.JOINED, ReasonCode.UNREACHABLE, ReasonCode.REACHED);
    assertThat(stories.get(new WorkerName("w-2"))).contains(ReasonCode.CHECKS_FAILED);
    assertThat(stories.get(new WorkerName("w-5"))).contains(ReasonCode.DRAIN_DEADLINE);
    assertThat(replayed(recording, USUAL)).isEqualTo(stories);
  }

  @Test
  void whatWasDecidedAtTheSameTimesIsDecidedAtAboutTheSameTimes() {
    Recording recording = recorded(true);
    ScenarioRun run = new ScenarioRun(recording.scenario(0), USUAL);
    run.run();
    Instant retired = at(recording.events(), ReasonCode.CHECKS_FAILED);
    assertThat(Duration.between(retired, at(run.events(), ReasonCode.CHECKS_FAILED)).abs())
        .isLessThan(Duration.ofMinutes(3));
    Instant stalled = at(recording.events(), ReasonCode.UNREACHABLE);
    assertThat(Duration.between(stalled, at(run.events(), ReasonCode.UNREACHABLE)).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  private static Instant at(List<History.StoredEvent> events, ReasonCode code) {
    return events.stream()
        .filter(written -> written.event().reason().code() == code)
        .findFirst()
        .orElseThrow()
        .at();
  }

  @Test
  void underOtherNumbersItTellsAnotherStory() {
    assertThat(replayed(recorded(true), PATIENT).get(new WorkerName("w-2")))
        .containsExactly(ReasonCode.JOINED);
  }

  @Test
  void withoutChecksFailuresAreGuessedFromRetirementsAndThatIsSaid() {
    Recording recording = recorded(false);
    assertThat(replayed(recording, USUAL).get(new WorkerName("w-2")))
        .contains(ReasonCode.CHECKS_FAILED);
    assertThat(recording.gaps())
        .anyMatch(gap -> gap.startsWith("the failed checks of w-2: not all"));
    assertThat(recorded(true).gaps()).noneMatch(gap -> gap.contains("guessed"));
  }

  @Test
  void anEmptyHistoryIsRefused() {
    assertThatThrownBy(() -> new Recording(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no event in it");
  }
}
