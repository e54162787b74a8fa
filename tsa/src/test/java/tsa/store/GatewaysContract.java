package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.store.Samples.GATEWAY;
import static tsa.store.Samples.OTHER_GATEWAY;
import static tsa.store.Samples.creation;
import static tsa.store.Samples.joined;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tsa.control.port.Gateways;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;

/** What every {@link Gateways} does. */
abstract class GatewaysContract {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Both sample gateways have registered, in their order, and no other. */
  abstract Gateways gateways();

  /** The workers they hold; none at the start of a test. */
  abstract WorkerStore store();

  private Gateways.GatewayStatus seen(UUID gateway) {
    return gateways().all().stream()
        .filter(seen -> seen.gateway().id().equals(gateway))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allThatSaidHelloAreKnown() {
    assertThat(gateways().all())
        .extracting(Gateways.GatewayStatus::gateway)
        .containsExactly(Samples.gateway(GATEWAY), Samples.gateway(OTHER_GATEWAY));
    assertThat(gateways().all())
        .allMatch(seen -> seen.suspendedReason() == null)
        .allMatch(seen -> !seen.silence().isNegative() && seen.silence().compareTo(HOUR) < 0)
        .allMatch(seen -> !seen.startedAt().isAfter(store().all().now()));
  }

  @Test
  void theEvaluationStatusIsWhatWasSaidLast() {
    assertThat(gateways().renew(GATEWAY, "the database's clock jumped")).isTrue();
    assertThat(seen(GATEWAY).suspendedReason()).isEqualTo("the database's clock jumped");
    assertThat(gateways().renew(GATEWAY, null)).isTrue();
    assertThat(seen(GATEWAY).suspendedReason()).isNull();
  }

  @Test
  void helloAgainIsAsNew() {
    gateways().renew(GATEWAY, "unfit");
    Gateways.Gateway moved = new Gateways.Gateway(GATEWAY, "elsewhere", "10.0.0.9", "0.2.0");
    gateways().register(moved);
    assertThat(seen(GATEWAY).gateway()).isEqualTo(moved);
    assertThat(seen(GATEWAY).suspendedReason()).isNull();
    assertThat(gateways().all()).hasSize(2);
  }

  @Test
  void whoeverIsNotKnownIsToldSo() {
    assertThat(gateways().renew(new UUID(9, 9), null)).isFalse();
    gateways().release(GATEWAY, Duration.ZERO);
    assertThat(gateways().renew(GATEWAY, null)).isFalse();
    assertThat(gateways().all()).hasSize(1);
  }

  @Test
  void theWorkersOfAGatewayThatIsGoneAreReleased() {
    WorkerRecord one = joined("one");
    WorkerRecord two = joined("two");
    WorkerRecord other = RecordBuilder.of(joined("other")).gateway(OTHER_GATEWAY).build();
    store().apply(creation(one));
    store().apply(creation(two));
    store().apply(creation(other));
    assertThat(gateways().release(GATEWAY, Duration.ZERO)).isEqualTo(2);
    assertThat(store().all().workers())
        .containsExactlyInAnyOrder(
            RecordBuilder.of(one).next().gateway(null).address(null).build(),
            RecordBuilder.of(two).next().gateway(null).address(null).build(),
            other);
    assertThat(gateways().release(GATEWAY, Duration.ZERO)).isZero();
  }

  @Test
  void whoeverWasHeardOfIsNotDead() {
    WorkerRecord worker = joined("w");
    store().apply(creation(worker));
    assertThat(gateways().release(GATEWAY, HOUR)).isZero();
    assertThat(gateways().renew(GATEWAY, null)).isTrue();
    assertThat(store().all().workers()).containsExactly(worker);
  }
}
