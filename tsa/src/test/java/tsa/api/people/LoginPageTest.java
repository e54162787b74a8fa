package tsa.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/** The page for {@code fly login} without a password. */
class LoginPageTest {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private String get(String path) {
    return RawHttp.exchange(rig.port(), RawHttp.request("GET", path, ""));
  }

  private String post(String form) {
    return RawHttp.exchange(rig.port(), RawHttp.request("POST", "/login", FORM, form));
  }

  private static String shownToken(String page) {
    Matcher token = Pattern.compile("<pre>Bearer ([^<]*)</pre>").matcher(page);
    assertThat(token.find()).as(page).isTrue();
    return token.group(1);
  }

  private int status(String token) {
    String headers = ApiRig.bearer(token);
    return RawHttp.status(
        RawHttp.exchange(rig.port(), RawHttp.request("GET", "/api/v1/user", headers)));
  }

  @Test
  void theFormRemembersWhereFlyWaits() {
    assertThat(get("/login?fly_port=43210"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Type: text/html; charset=utf-8\r\n")
        .contains("<input type=\"hidden\" name=\"fly_port\" value=\"43210\">")
        .contains("<form method=\"post\" action=\"/login\">");
    assertThat(get("/login")).doesNotContain("fly_port");
  }

  @Test
  void aLoginShowsATokenThatWorks() {
    String page = post("username=mary&password=mary");
    assertThat(page).startsWith("HTTP/1.1 200 ").contains("form-action 'self';");
    assertThat(page).doesNotContain("127.0.0.1");
    assertThat(status(shownToken(page))).isEqualTo(200);
  }

  @Test
  void theTokenIsHandedToThePortOfThisMachineAndNowhereElse() {
    String page = post("username=mary&password=mary&fly_port=43210");
    assertThat(page)
        .contains("form-action 'self' http://127.0.0.1:43210; base-uri 'none'")
        .contains("<form method=\"get\" action=\"http://127.0.0.1:43210/\">")
        .contains("name=\"token\" value=\"Bearer " + shownToken(page) + "\"");
    assertThat(get("/fly_success?noop=true")).startsWith("HTTP/1.1 200 ").contains("closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "80@evil.test", "8080/x", "%22%3E", "99999999999"})
  void aPortThatIsNoneIsRefusedUnrepeated(String port) {
    for (String answer :
        new String[] {
          get("/login?fly_port=" + port), post("username=mary&password=mary&fly_port=" + port)
        }) {
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .endsWith("fly_port has to be a whole number from 1 to 65535");
    }
  }

  @Test
  void wrongPasswordsAreToldAlikeAndSlowedDown() {
    String known = post("username=mary&password=x&fly_port=1234");
    String unknown = post("username=%3Cb%3Emary&password=x&fly_port=1234");
    assertThat(known).startsWith("HTTP/1.1 401 ").contains("Invalid username or password.");
    assertThat(RawHttp.body(unknown)).isEqualTo(RawHttp.body(known)).contains("value=\"1234\"");
    for (int i = 0; i < 5; i++) {
      post("username=mary&password=wrong-" + i);
    }
    assertThat(post("username=mary&password=mary"))
        .startsWith("HTTP/1.1 429 ")
        .contains("\r\nRetry-After: 1\r\n")
        .contains("try again in 1s");
    rig.pass(Duration.ofSeconds(1));
    assertThat(post("username=mary&password=mary")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nothingOnItRunsOrComesFromElsewhere() {
    for (String page :
        new String[] {get("/login"), post("username=mary&password=mary"), get("/fly_success")}) {
      assertThat(page)
          .contains("Content-Security-Policy: default-src 'none'; form-action 'self'")
          .contains("frame-ancestors 'none'")
          .contains("\r\nReferrer-Policy: no-referrer\r\n")
          .contains("\r\nCache-Control: no-store, private\r\n")
          .doesNotContain("<script", "Set-Cookie");
    }
  }
}
