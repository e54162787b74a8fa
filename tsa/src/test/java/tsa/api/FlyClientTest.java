package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.api.http.ApiSettings;
import tsa.control.port.Event;
import tsa.testing.ApiRig;
import tsa.testing.FlyClient;
import tsa.testing.SwitchableStore;

/** fly's own logic, driven against the routes: from login to logout. */
class FlyClientTest {
  private final ApiRig rig = new ApiRig();
  private final FlyClient fly = new FlyClient(rig.port(), "8.2.5");

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anOwnerOfMainDoesEverything() {
    fly.login("test", "test", "main");
    assertThat(fly.status()).isEqualTo("logged in successfully");
    assertThat(fly.workers())
        .containsExactly(
            "alpha running",
            "bravo stalled",
            "charlie retiring",
            "delta landing",
            "echo landed",
            "golf running");
    assertThat(fly.pruneAllStalled()).containsExactly("pruned 'bravo'");
    assertThat(fly.pruneAllStalled()).containsExactly("WARNING: No stalled workers found.");
    assertThat(fly.prune("echo")).isEqualTo("pruned 'echo'");
    assertThat(fly.land("alpha")).isEqualTo("landed 'alpha'");
    assertThat(rig.history().all().stream().map(Event::actor)).endsWith("test (main)");
    assertThatThrownBy(() -> fly.prune("golf")).hasMessage("cannot prune running worker");
    assertThatThrownBy(() -> fly.prune("nosuch")).hasMessage("worker 'nosuch' does not exist");
    assertThat(fly.logout()).isEqualTo("logged out of target: t");
    assertThat(fly.status()).isEqualTo("please login again.");
    assertThatThrownBy(fly::workers).hasMessageStartingWith("not authorized");
  }

  @Test
  void logoutEndsTheTokenAndNoOther() {
    FlyClient other = new FlyClient(rig.port(), "8.2.5");
    fly.login("test", "test", "main");
    other.login("test", "test", "main");
    fly.logout();
    assertThat(other.status()).isEqualTo("logged in successfully");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.2.5", "8.2.99"})
  void aMemberActsOnTheirOwn(String version) {
    FlyClient mary = new FlyClient(rig.port(), version);
    mary.login("mary", "mary", "team-b");
    assertThat(mary.workers()).contains("delta landing", "bravo stalled", "alpha running");
    assertThatThrownBy(() -> mary.land("alpha")).hasMessage("forbidden: forbidden");
    assertThatThrownBy(() -> mary.prune("golf")).hasMessage("forbidden: forbidden");
    assertThat(mary.prune("delta")).isEqualTo("pruned 'delta'");
  }

  @Test
  void a83FlyNamesTheTeamWhenItLands() {
    try (ApiRig newer = new ApiRig("8.3.0", "3.0", ApiSettings.HttpLimits.DEFAULT)) {
      FlyClient mary = new FlyClient(newer.port(), "8.3.0");
      mary.login("mary", "mary", "main");
      assertThat(mary.land("delta")).isEqualTo("landed 'delta'");
      assertThatThrownBy(() -> mary.land("nosuch")).hasMessage("worker 'nosuch' does not exist");
      assertThatThrownBy(() -> mary.land("golf")).hasMessage("forbidden: forbidden");
    }
  }

  @Test
  void aViewerLooks() {
    fly.login("victor", "victor", "main");
    assertThat(fly.workers()).contains("bravo stalled").doesNotContain("delta landing");
    assertThatThrownBy(() -> fly.prune("bravo")).hasMessage("forbidden: forbidden");
    assertThatThrownBy(fly::pruneAllStalled).hasMessage("forbidden: forbidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test|nope|team 'nope' does not exist",
        "mary|nope|you are not a member of 'nope' or the team does not exist",
        "victor|team-b|you are not a member of 'team-b' or the team does not exist",
        "otto|main|you are not a member of 'main' or the team does not exist",
      })
  void aWrongTeamIsNamed(String user, String team, String message) {
    assertThatThrownBy(() -> fly.login(user, user, team)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"test,wrong", "nobody,test", "'',''", "test,''", "te%st+&=,'a b+c&d=%zz'"})
  void aWrongPasswordIsOneText(String user, String password) {
    assertThatThrownBy(() -> fly.login(user, password, "main"))
        .hasMessage("oauth2: \"access_denied\" \"Invalid username or password\"");
  }

  @Test
  void tenWrongPasswordsInARowAreSlowedDownAndFlySaysHowLong() {
    List<String> told = IntStream.range(0, 10).mapToObj(i -> failure("wrong-" + i)).toList();
    String wrong = "oauth2: \"access_denied\" \"Invalid username or password\"";
    String wait = "oauth2: \"access_denied\" \"Too many wrong passwords; try again in 1s\"";
    assertThat(told)
        .containsExactly(wrong, wrong, wrong, wrong, wrong, wait, wait, wait, wait, wait);
    assertThat(failure("test")).isEqualTo(wait);
    rig.pass(Duration.ofSeconds(1));
    fly.login("test", "test", "main");
  }

  private String failure(String password) {
    try {
      fly.login("test", password, "main");
      return "";
    } catch (FlyClient.FlyException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void anotherVersionIsRefusedByFlyBeforeItDoesAnything() {
    FlyClient newer = new FlyClient(rig.port(), "8.3.0");
    newer.login("test", "test", "main");
    assertThatThrownBy(() -> newer.prune("bravo")).hasMessageContaining("version discrepancy");
    assertThat(workersAsBefore()).contains("bravo stalled");
  }

  private List<String> workersAsBefore() {
    fly.login("test", "test", "main");
    return fly.workers();
  }

  @Test
  void storeTroubleIsTold() {
    fly.login("test", "test", "main");
    rig.store().set(SwitchableStore.Mode.DOWN);
    assertThatThrownBy(fly::workers)
        .hasMessageContaining("Status: 503 Service Unavailable")
        .hasMessageContaining("the database does not answer; try again");
  }
}
