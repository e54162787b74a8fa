package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Workers;

/** How fit the other gateways are taken to be. */
class PeerJudgesTest {
  private static final UUID PEER = new UUID(0, 2);
  private static final Instant T0 = Workers.T0;
  private static final Instant STARTED = T0.minusSeconds(600);
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final PeerJudges peers = new PeerJudges();

  /** What one look finds of the peer. */
  private Judge look(int silentSeconds, String unfit, Instant now) {
    Gateways.Gateway peer = new Gateways.Gateway(PEER, "host", "10.0.0.2", "test");
    peers.note(
        List.of(new Gateways.Seen(peer, STARTED, Duration.ofSeconds(silentSeconds), unfit)),
        QUIET,
        now);
    return peers.of(PEER).orElseThrow();
  }

  @Test
  void oneThatIsFitWhenFirstHeardOfIsTakenToBeFitSinceItsStart() {
    assertThat(look(3, null, T0).fitSince()).isEqualTo(STARTED);
    assertThat(look(3, null, T0.plusSeconds(10)).fitSince()).isEqualTo(STARTED);
  }

  @Test
  void oneThatSaysItIsUnfitIsAndSoIsWhoSaysNothing() {
    look(3, null, T0);
    assertThat(look(3, "the loop ran 7s late", T0.plusSeconds(10)))
        .isEqualTo(new Judge(null, "the loop ran 7s late"));
    assertThat(look(20, null, T0.plusSeconds(20)).fitSince()).isEqualTo(T0.plusSeconds(20));
    Judge silent = look(21, null, T0.plusSeconds(30));
    assertThat(silent.fitSince()).isNull();
    assertThat(silent.problem()).contains("not been heard of");
  }

  /** Else a gateway that was just ill would be trusted with the silence it slept through. */
  @Test
  void oneThatRecoversIsFitFromThenOnAndNotFromItsStart() {
    look(3, "the database did not answer", T0);
    Judge back = look(3, null, T0.plusSeconds(10));
    assertThat(back.fitSince()).isEqualTo(T0.plusSeconds(10));
    assertThat(back.problem()).isEqualTo("the database did not answer");
    assertThat(look(3, null, T0.plusSeconds(60)).fitSince()).isEqualTo(T0.plusSeconds(10));

    look(40, null, T0.plusSeconds(100));
    assertThat(look(1, null, T0.plusSeconds(110)).fitSince()).isEqualTo(T0.plusSeconds(110));
  }

  @Test
  void oneThatIsGoneIsForgotten() {
    look(3, null, T0);
    peers.note(List.of(), QUIET, T0.plusSeconds(10));
    assertThat(peers.of(PEER)).isEmpty();
  }
}
