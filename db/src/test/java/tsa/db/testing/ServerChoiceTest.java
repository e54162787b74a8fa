package tsa.db.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tsa.db.DatabaseSettings;
import tsa.db.SslMode;

/** How the server for tests is chosen. */
final class ServerChoiceTest {
  @Test
  void aGivenUrlIsUsed() {
    Map<String, String> environment =
        Map.of(
            ServerChoice.URL_VARIABLE,
            "jdbc:postgresql://db.example:6432/maintenance?user=me&password=s3cret&sslmode=require");
    try (ServerChoice choice = ServerChoice.choose(environment)) {
      DatabaseSettings settings = choice.settings();
      assertThat(settings.host()).isEqualTo("db.example");
      assertThat(settings.port()).isEqualTo(6432);
      assertThat(settings.user()).isEqualTo("me");
      assertThat(settings.password()).isEqualTo("s3cret");
      assertThat(settings.database()).isEqualTo("maintenance");
      assertThat(settings.sslMode()).isEqualTo(SslMode.REQUIRE);
      assertThat(choice.label()).contains("db.example").doesNotContain("s3cret");
    }
  }

  @Test
  void aUrlOfAnotherKindIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerChoice.parse("jdbc:mysql://localhost/x"))
        .withMessageContaining("jdbc:postgresql://");
  }
}
