package tsa.api.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and their passwords, as the settings give them. */
class LocalUsersTest {
  /** Of the password {@code mary}, made by another program, in the form of Go and htpasswd. */
  private static final String BCRYPT =
      "$2b$10$abcdefghijklmnopqrstuuciA0mxNfotjFpDSL6CavoGIU/55Y1v2";

  @Test
  void aPasswordMayBePlainOrHashed() {
    LocalUsers users = LocalUsers.of(Map.of("Mary", BCRYPT, "victor", "vic:tor, ü"));

    assertThat(users.verified("mary", "mary")).contains("Mary");
    assertThat(users.verified("MARY", "mary")).contains("Mary");
    assertThat(users.verified("mary", "Mary")).isEmpty();
    assertThat(users.verified("mary", BCRYPT)).isEmpty();
    assertThat(users.verified("victor", "vic:tor, ü")).contains("victor");
    assertThat(users.verified("nobody", "mary")).isEmpty();
    assertThat(users.verified("", "")).isEmpty();
    assertThat(users.known("mARY")).contains("Mary");
    assertThat(users.known("nobody")).isEmpty();
  }

  @Test
  void aPasswordThatOnlyBeginsRightIsWrong() {
    String longest = "x".repeat(72);
    LocalUsers users = LocalUsers.of(Map.of("mary", longest));

    assertThat(users.verified("mary", longest)).contains("mary");
    assertThat(users.verified("mary", longest + "x")).isEmpty();
    assertThat(users.verified("mary", longest.substring(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a$04$", "$2y$09$", "$2b$31$"})
  void aHashThatIsTooCheapOrTooDearIsRefused(String prefix) {
    String hash = prefix + BCRYPT.substring(prefix.length());
    assertThatThrownBy(() -> LocalUsers.of(Map.of("mary", hash)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("local user 'mary' has a bcrypt hash of cost", "from 10 to 15")
        .hasMessageNotContaining(BCRYPT.substring(10));
  }

  @Test
  void aPasswordThatIsTooLongIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> LocalUsers.of(Map.of("mary", "ü".repeat(37))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local user 'mary' has a password of more than 72 bytes")
        .hasMessageNotContaining("ü");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u202eb", "a\u0000"})
  void oddNamesAreRefused(String name) {
    assertThatThrownBy(() -> LocalUsers.of(Map.of(name, "password")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 100 printable characters");
  }

  @Test
  void namesThatDifferInCaseAloneAreRefused() {
    assertThatThrownBy(() -> LocalUsers.of(Map.of("mary", "a", "Mary", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is there twice");
  }

  @Test
  void nothingPrintsAHash() {
    assertThat(PasswordHash.given(BCRYPT).toString()).isEqualTo("bcrypt of cost 10");
  }
}
