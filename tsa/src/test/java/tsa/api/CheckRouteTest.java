package tsa.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.CheckReport;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/** The ends a check can come to, other than its own. */
class CheckRouteTest {
  private final ApiRig rig =
      new ApiRig(
          new ApiSettings.Limits(Duration.ofSeconds(10), 1000, 2000, 100, Duration.ofMillis(200)));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aCheckThatDoesNotEndGoesOnWithoutUs() {
    CompletableFuture<CheckReport> endless = new CompletableFuture<>();
    rig.registrations().check("alpha", endless);
    String answer = rig.admin("PUT", "/api/v1/workers/alpha/check");
    assertThat(RawHttp.status(answer)).isEqualTo(504);
    assertThat(RawHttp.body(answer)).contains("it goes on");
    assertThat(endless).isNotDone();
  }

  @Test
  void aCheckThatIsCalledOffSaysSo() {
    CompletableFuture<CheckReport> off = new CompletableFuture<>();
    off.cancel(false);
    rig.registrations().check("alpha", off);
    assertThat(RawHttp.status(rig.admin("PUT", "/api/v1/workers/alpha/check"))).isEqualTo(503);
  }
}
