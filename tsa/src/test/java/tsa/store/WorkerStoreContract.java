package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.store.Samples.GATEWAY;
import static tsa.store.Samples.OTHER_GATEWAY;
import static tsa.store.Samples.W;
import static tsa.store.Samples.creation;
import static tsa.store.Samples.full;
import static tsa.store.Samples.heartbeat;
import static tsa.store.Samples.joined;
import static tsa.store.Samples.removal;
import static tsa.store.Samples.update;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tsa.control.port.Change;
import tsa.control.port.ReadScope;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerName;

/** What every {@link WorkerStore} does; each store has a test class that inherits this one. */
abstract class WorkerStoreContract extends WorkerPartsContract {
  private List<ReasonCode> told(String worker) {
    return history().events(new WorkerName(worker), ReadScope.ALL, null, 100).stream()
        .map(written -> written.event().reason().code())
        .toList();
  }

  @Test
  void anEmptyStoreStillTellsTheTime() {
    Instant first = store().all().now();
    WorkerStore.View view = store().find(W);
    assertThat(store().all().workers()).isEmpty();
    assertThat(view.worker()).isEmpty();
    assertThat(view.now()).isAfterOrEqualTo(first);
  }

  @Test
  void allWorkersComeByName() {
    List.of("b", "a", "B", "a-1", "ä", "a1").forEach(name -> created(joined(name)));
    assertThat(store().all().workers())
        .extracting(worker -> worker.name().value())
        .containsExactly("B", "a", "a-1", "a1", "b", "ä");
  }

  private boolean retire(String name, long number) {
    WorkerRecord next = RecordBuilder.of(present(name)).next().build();
    return store().apply(new Change.Retire(next, Samples.event(name, next.reason()), number));
  }

  @Test
  void eachNumberOfARetirementIsTakenOnce() {
    created(joined("a"));
    created(joined("b"));
    assertThat(store().all().retirements()).isEqualTo(Retirements.NONE);
    assertThat(retire("a", 1)).isTrue();
    assertThat(retire("b", 1)).isFalse();
    assertThat(present("b").revision()).isEqualTo(joined("b").revision());
    assertThat(retire("b", 2)).isTrue();
    WorkerStore.Snapshot snapshot = store().all();
    assertThat(snapshot.retirements().last()).isEqualTo(2);
    assertThat(snapshot.retirements().at()).hasSize(2).allMatch(at -> !at.isAfter(snapshot.now()));
  }

  @Test
  void aRetirementDecidedOnAnOlderRecordTakesNoNumber() {
    WorkerRecord read = created(joined("a"));
    assertThat(store().apply(update(RecordBuilder.of(read).next().build()))).isTrue();
    WorkerRecord next = RecordBuilder.of(read).next().build();
    assertThat(store().apply(new Change.Retire(next, Samples.event("a", next.reason()), 1)))
        .isFalse();
    assertThat(store().all().retirements()).isEqualTo(Retirements.NONE);
  }

  @Test
  void aNameIsCreatedOnce() {
    created(joined("w"));
    WorkerRecord second = RecordBuilder.of(joined("w")).incarnation(9, Samples.at(9)).build();
    assertThat(store().apply(creation(second))).isFalse();
    assertThat(present("w").incarnation()).isEqualTo(new Incarnation(1));
    assertThat(told("w")).containsExactly(ReasonCode.JOINED);
  }

  @Test
  void anUpdateNeedsTheRevisionItWasDecidedOn() {
    WorkerRecord worker = created(joined("w"));
    WorkerRecord second = RecordBuilder.of(full("w")).revision(2).build();
    assertThat(store().apply(update(second))).isTrue();
    assertThat(stored("w")).isEqualTo(second);
    WorkerRecord late = RecordBuilder.of(worker).revision(2).build();
    assertThat(store().apply(update(late))).isFalse();
    WorkerRecord early = RecordBuilder.of(full("w")).revision(4).build();
    assertThat(store().apply(update(early))).isFalse();
    assertThat(stored("w")).isEqualTo(second);
  }

  @Test
  void whatIsGoneIsNotUpdated() {
    WorkerRecord next = RecordBuilder.of(joined("w")).next().build();
    assertThat(store().apply(update(next))).isFalse();
    assertThat(stored("w")).isNull();
  }

  @Test
  void changeAndEventAreBothStoredOrNeither() {
    WorkerRecord worker = created(joined("w"));
    WorkerRecord next = RecordBuilder.of(worker).next().build();
    Reason reached = Reason.of(ReasonCode.REACHED, "silence", "1m");
    Change change = new Change.Update(next, Samples.event("w", reached));
    assertThat(store().apply(change)).isTrue();
    assertThat(store().apply(change)).isFalse();
    assertThat(told("w")).containsExactly(ReasonCode.REACHED, ReasonCode.JOINED);
  }

  @Test
  void aSmallUpdateIsNoHistory() {
    WorkerRecord worker = created(joined("w"));
    assertThat(store().apply(update(RecordBuilder.of(worker).next().build()))).isTrue();
    assertThat(told("w")).containsExactly(ReasonCode.JOINED);
  }

  @Test
  void aRemovalNeedsTheRevisionItWasDecidedOn() {
    WorkerRecord worker = created(joined("w"));
    assertThat(store().apply(removal(RecordBuilder.of(worker).next().build()))).isFalse();
    assertThat(stored("w")).isEqualTo(worker);
    assertThat(store().apply(removal(worker))).isTrue();
    assertThat(stored("w")).isNull();
    assertThat(store().apply(removal(worker))).isFalse();
    assertThat(told("w")).containsExactly(ReasonCode.PRUNED, ReasonCode.JOINED);
  }

  @Test
  void aRemovedWorkerMayJoinAgain() {
    WorkerRecord worker = created(joined("w"));
    store().heartbeat(List.of(heartbeat(worker, 1)));
    store().apply(removal(worker));
    created(RecordBuilder.of(worker).incarnation(2, Samples.at(1)).build());
    assertThat(present("w").heartbeat()).isNull();
  }

  @Test
  void aRegistrationNeverGoesBack() {
    WorkerRecord worker = created(full("w"));
    WorkerRecord older = RecordBuilder.of(worker).next().incarnation(2, Samples.at(9)).build();
    assertThatThrownBy(() -> store().apply(update(older)))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.refused()).isTrue())
        .hasMessageContaining("worker w");
    assertThat(stored("w")).isEqualTo(worker);
  }

  @Test
  void numbersOfRegistrationsGrow() {
    Incarnation before = store().nextIncarnation();
    for (int i = 0; i < 10; i++) {
      Incarnation next = store().nextIncarnation();
      assertThat(next.isNewerThan(before)).isTrue();
      before = next;
    }
  }

  // Heartbeats

  @Test
  void aHeartbeatIsWrittenWithTheStoresClock() {
    created(joined("w"));
    Instant before = store().all().now();
    store().heartbeat(List.of(heartbeat("w", 1, 3)));
    WorkerStore.View view = store().find(W);
    Heartbeat heartbeat = view.worker().orElseThrow().heartbeat();
    assertThat(heartbeat.load()).isEqualTo(new Load(3, 5, 2));
    assertThat(heartbeat.at()).isBetween(before, view.now());
    assertThat(view.worker().orElseThrow().revision()).isEqualTo(1);
    assertThat(store().all().workers()).containsExactly(view.worker().orElseThrow());
  }

  @Test
  void onlyTheRegistrationInChargeHeartbeats() {
    created(RecordBuilder.of(joined("w")).incarnation(5, Samples.at(0)).build());
    store()
        .heartbeat(List.of(heartbeat("w", 4, 1), heartbeat("w", 6, 2), heartbeat("unknown", 1, 3)));
    assertThat(present("w").heartbeat()).isNull();
    store().heartbeat(List.of(heartbeat("w", 5, 4), heartbeat("w", 4, 1)));
    assertThat(present("w").heartbeat().load().containers()).isEqualTo(4);
  }

  @Test
  void aLateHeartbeatOfAnOldRegistrationChangesNothing() {
    WorkerRecord worker = created(joined("w"));
    store().heartbeat(List.of(heartbeat("w", 1, 1)));
    WorkerRecord again =
        RecordBuilder.of(present("w")).next().incarnation(2, Samples.at(1)).build();
    assertThat(store().apply(update(again))).isTrue();
    store().heartbeat(List.of(heartbeat(worker, 99)));
    assertThat(stored("w")).isEqualTo(again);
    store().heartbeat(List.of(heartbeat("w", 2, 7)));
    assertThat(present("w").heartbeat().load().containers()).isEqualTo(7);
  }

  @Test
  void anotherMachineBeginsWithoutAHeartbeat() {
    WorkerRecord worker = created(joined("w"));
    store().heartbeat(List.of(heartbeat(worker, 1)));
    WorkerRecord other =
        RecordBuilder.of(worker).next().incarnation(2, Samples.at(1)).heartbeat(null).build();
    assertThat(store().apply(update(other))).isTrue();
    assertThat(stored("w")).isEqualTo(other);
  }

  @Test
  void anUpdateNeverTakesAHeartbeatBack() {
    WorkerRecord worker = created(joined("w"));
    store().heartbeat(List.of(heartbeat(worker, 8)));
    assertThat(store().apply(update(RecordBuilder.of(worker).next().build()))).isTrue();
    assertThat(present("w").heartbeat().load().containers()).isEqualTo(8);
  }

  @Test
  void manyHeartbeatsAtOnce() {
    List<String> names = IntStream.range(0, 1100).mapToObj(i -> "w-" + i).toList();
    names.forEach(name -> created(joined(name)));
    store().heartbeat(names.reversed().stream().map(name -> heartbeat(name, 1, 1)).toList());
    assertThat(store().all().workers()).hasSize(1100).allMatch(w -> w.heartbeat() != null);
    store().heartbeat(List.of());
  }

  @Test
  void anOddCountFailsNobody() {
    created(joined("a"));
    created(joined("b"));
    WorkerStore.ReceivedHeartbeat odd =
        new WorkerStore.ReceivedHeartbeat(
            new WorkerName("a"), new Incarnation(1), new Load(-1, Integer.MIN_VALUE, 1));
    store().heartbeat(List.of(odd, heartbeat("b", 1, 1)));
    assertThat(present("a").heartbeat().load()).isEqualTo(new Load(0, 0, 1));
    assertThat(present("b").heartbeat()).isNotNull();
  }

  // Addresses

  @Test
  void aStaleRowNeverRoutes() {
    WorkerRecord stale = created(joined("stale"));
    WorkerRecord fresh =
        created(RecordBuilder.of(joined("fresh")).address(stale.address()).build());
    assertThat(stored("stale")).isEqualTo(RecordBuilder.of(stale).next().address(null).build());
    assertThat(stored("fresh")).isEqualTo(fresh);
  }

  @Test
  void halfAnAddressIsTakenWholly() {
    WorkerRecord one = created(joined("one"));
    WorkerRecord two = created(joined("two"));
    Address mixed = new Address(one.address().garden(), two.address().baggageclaimUrl());
    WorkerRecord three = created(RecordBuilder.of(joined("three")).address(null).build());
    WorkerRecord moved = RecordBuilder.of(three).next().address(mixed).build();
    assertThat(store().apply(update(moved))).isTrue();
    assertThat(present("one").address()).isNull();
    assertThat(present("two").address()).isNull();
    assertThat(stored("three")).isEqualTo(moved);
  }

  @Test
  void aLostRaceTakesNoAddress() {
    WorkerRecord worker = created(joined("w"));
    WorkerRecord other = created(joined("other"));
    WorkerRecord late = RecordBuilder.of(worker).revision(9).address(other.address()).build();
    assertThat(store().apply(update(late))).isFalse();
    assertThat(store().apply(creation(late))).isFalse();
    assertThat(stored("other")).isEqualTo(other);
  }

  // Gateways

  @Test
  void whoeverIsDisconnectedHasNoAddress() {
    WorkerRecord worker = created(joined("w"));
    store().disconnected(W, worker.incarnation(), GATEWAY);
    assertThat(stored("w"))
        .isEqualTo(RecordBuilder.of(worker).next().gateway(null).address(null).build());
  }

  @Test
  void onlyWhoIsInChargeDisconnects() {
    WorkerRecord worker =
        created(RecordBuilder.of(joined("w")).incarnation(5, Samples.at(0)).build());
    store().disconnected(W, new Incarnation(4), GATEWAY);
    store().disconnected(W, new Incarnation(5), OTHER_GATEWAY);
    store().disconnected(new WorkerName("unknown"), new Incarnation(5), GATEWAY);
    assertThat(stored("w")).isEqualTo(worker);
  }

  @Test
  void hostileWordsAreStored() {
    WorkerRecord worker = joined("w");
    String hostile = "a\u0000b\ud800c\"'\\ \u202e";
    WorkerRecord odd =
        RecordBuilder.of(worker)
            .reason(Reason.of(ReasonCode.JOINED, "check", hostile))
            .registration(
                new Registration(
                    W,
                    null,
                    hostile,
                    List.of(hostile),
                    hostile,
                    -1,
                    false,
                    List.of(new ResourceType(hostile, hostile, hostile, false, false)),
                    hostile,
                    hostile,
                    hostile,
                    hostile,
                    -1))
            .build();
    created(odd);
    store().heartbeat(List.of(heartbeat(odd, 1)));
    assertThat(present("w").registration().platform()).startsWith("a").endsWith("c\"'\\ \u202e");
    assertThat(present("w").heartbeat()).isNotNull();
  }
}
