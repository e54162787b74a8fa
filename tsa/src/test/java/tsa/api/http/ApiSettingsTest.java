package tsa.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that would hurt fly are refused (docs/protocol/fly.md#versions). */
class ApiSettingsTest {
  private static ApiSettings settings(String version, String workerVersion) {
    return new ApiSettings(
        "127.0.0.1", 0, version, workerVersion, null, null, ApiSettings.HttpLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8.2", "8.2.5.1", "v8.2.5", "8.2.x"})
  void versionsThatFlyCannotReadAreRefused(String version) {
    assertThatThrownBy(() -> settings(version, "2.5")).hasMessageContaining("three numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2.", "two.five"})
  void workerVersionsThatCrashFlyAreRefused(String version) {
    assertThatThrownBy(() -> settings("8.2.5", version)).hasMessageContaining("two numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.2.5", "0.0.0-dev", "8.3.0-rc.1"})
  void versionsThatFlyReadsAreTaken(String version) {
    assertThat(settings(version, "3.0").version()).isEqualTo(version);
  }
}
