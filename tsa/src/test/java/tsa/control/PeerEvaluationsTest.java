package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.control.port.Gateways;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.SampleWorkers;

/** How fit the other gateways are taken to be. */
class PeerEvaluationsTest {
  private static final UUID PEER = new UUID(0, 2);
  private static final Instant T0 = SampleWorkers.T0;
  private static final Instant STARTED = T0.minusSeconds(600);
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final PeerEvaluations peerEvaluations = new PeerEvaluations();

  /** What one look finds of the peer. */
  private EvaluationStatus look(int silentSeconds, String suspendedReason, Instant now) {
    Gateways.Gateway peer = new Gateways.Gateway(PEER, "host", "10.0.0.2", "test");
    peerEvaluations.note(
        List.of(
            new Gateways.GatewayStatus(
                peer, STARTED, Duration.ofSeconds(silentSeconds), suspendedReason)),
        QUIET,
        now);
    return peerEvaluations.of(PEER).orElseThrow();
  }

  @Test
  void oneThatIsFitWhenFirstHeardOfIsTakenToBeFitSinceItsStart() {
    assertThat(look(3, null, T0).activeSince()).isEqualTo(STARTED);
    assertThat(look(3, null, T0.plusSeconds(10)).activeSince()).isEqualTo(STARTED);
  }

  @Test
  void oneThatSaysItIsSuspendedIsAndSoIsWhoSaysNothing() {
    look(3, null, T0);
    assertThat(look(3, "the loop ran 7s late", T0.plusSeconds(10)))
        .isEqualTo(new EvaluationStatus(null, "the loop ran 7s late"));
    assertThat(look(20, null, T0.plusSeconds(20)).activeSince()).isEqualTo(T0.plusSeconds(20));
    EvaluationStatus silent = look(21, null, T0.plusSeconds(30));
    assertThat(silent.activeSince()).isNull();
    assertThat(silent.problem()).contains("not been heard of");
  }

  /** Else a gateway that was just ill would be trusted with the silence it slept through. */
  @Test
  void oneThatRecoversIsFitFromThenOnAndNotFromItsStart() {
    look(3, "the database did not answer", T0);
    EvaluationStatus back = look(3, null, T0.plusSeconds(10));
    assertThat(back.activeSince()).isEqualTo(T0.plusSeconds(10));
    assertThat(back.problem()).isEqualTo("the database did not answer");
    assertThat(look(3, null, T0.plusSeconds(60)).activeSince()).isEqualTo(T0.plusSeconds(10));

    look(40, null, T0.plusSeconds(100));
    assertThat(look(1, null, T0.plusSeconds(110)).activeSince()).isEqualTo(T0.plusSeconds(110));
  }

  @Test
  void oneThatIsGoneIsForgotten() {
    look(3, null, T0);
    peerEvaluations.note(List.of(), QUIET, T0.plusSeconds(10));
    assertThat(peerEvaluations.of(PEER)).isEmpty();
  }
}
