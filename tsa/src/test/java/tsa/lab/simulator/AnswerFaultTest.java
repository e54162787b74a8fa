package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault that makes an answer one that no sane server gives. */
class AnswerFaultTest {
  private final SimulatedRig rig;
  private final Faults faults;

  AnswerFaultTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
    faults = rig.worker.faults();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aTruncatedBodyEndsEarly() throws IOException {
    faults.set(Fault.TRUNCATED_BODY);
    try (Socket socket = rig.garden.send("GET", "/containers", new byte[0])) {
      assertThatThrownBy(() -> RawConnection.read(socket.getInputStream()))
          .hasMessageMatching("body ended after \\d+ of \\d+ bytes");
    }
  }

  @Test
  void theWorkBehindATruncatedBodyIsDone() throws IOException {
    faults.set(Fault.TRUNCATED_BODY);
    byte[] body = Bodies.volume("v").getBytes(StandardCharsets.UTF_8);
    try (Socket socket = rig.baggageclaim.send("POST", "/volumes", body)) {
      assertThatThrownBy(() -> RawConnection.read(socket.getInputStream()))
          .isInstanceOf(IOException.class);
    }
    assertThat(rig.worker.volumes()).containsExactly("v");
  }

  @Test
  void anEndlessBodyOutlastsAnyBound() throws IOException {
    faults.set(Fault.ENDLESS_BODY);
    try (Socket socket = rig.garden.send("GET", "/containers", new byte[0])) {
      InputStream in = socket.getInputStream();
      int wanted = 8 << 20;
      in.skipNBytes(wanted);
      assertThat(in.read()).isNotNegative();
    }
  }

  @Test
  void aDrippingBodyComesByteByByte() throws IOException {
    faults.set(Fault.DRIP, 60_000);
    try (Socket socket = rig.garden.send("GET", "/ping", new byte[0])) {
      InputStream in = socket.getInputStream();
      while (!RawConnection.line(in).isEmpty()) {}
      RawConnection.assertSilent(socket);
      faults.clear(Fault.DRIP);
      assertThat(RawConnection.line(in)).isEqualTo("{}");
    }
  }

  @Test
  void garbageIsNotJson() {
    faults.set(Fault.GARBAGE_JSON);
    byte[] body = rig.garden.get("/ping").assertStatus(200).body().getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> GoJson.decode(body)).isInstanceOf(GoJsonException.class);
  }

  @Test
  void wrongTypesAreJsonOfAnotherShape() {
    faults.set(Fault.WRONG_TYPES);
    assertThat(rig.garden.get("/containers").assertStatus(200).json().path("Handles").isArray())
        .isFalse();
  }

  @Test
  void redirectsPointElsewhereAndDoNothing() {
    faults.set(Fault.REDIRECT);
    RawConnection.RawAnswer answer =
        rig.baggageclaim.post("/volumes", Bodies.volume("v")).assertStatus(302);
    assertThat(answer.header("location")).startsWith("http://");
    assertThat(rig.worker.volumes()).isEmpty();
  }

  @Test
  void hugeErrorsAreHuge() {
    faults.set(Fault.HUGE_ERROR, 3_000);
    assertThat(rig.garden.get("/ping").assertStatus(500).message()).hasSize(3_000 * 1024);
    assertThat(rig.baggageclaim.get("/volumes").assertStatus(500).body().length())
        .isGreaterThan(3_000 * 1024);
  }
}
