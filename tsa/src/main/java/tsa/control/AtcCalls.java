package tsa.control;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Atc;
import tsa.lifecycle.AtcRules;
import tsa.lifecycle.AtcStep;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.AtcWord;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * The calls by which an ATC is told a step, and what is told once it has answered.
 *
 * @param ttl how long the ATC is to believe what it is told without hearing more
 * @param worker null once it is forgotten
 * @param told what was told before; null if nothing was
 */
record AtcCalls(
    Atc atc, Duration ttl, WorkerName name, @Nullable WorkerRecord worker, @Nullable AtcTold told) {
  private static final Load EMPTY = new Load(0, 0, 0);

  /** Makes the call of a step. */
  Atc.Answer make(AtcStep step) {
    return switch (step) {
      case AtcStep.Register register -> register(register);
      case AtcStep.SendHeartbeat _ -> atc.heartbeat(advertised(), ttl);
      case AtcStep.LandRow _ -> atc.land(name, before().team());
      case AtcStep.RetireRow _ -> atc.retire(name, before().team());
      case AtcStep.DeleteRow _ -> atc.delete(name, before().team());
      case AtcStep.Nothing _, AtcStep.StrikeOff _ ->
          throw new IllegalArgumentException(step + " is no call");
    };
  }

  private Atc.Answer register(AtcStep.Register register) {
    if (register.deleteFirst()) {
      Atc.Answer deleted = atc.delete(name, before().team());
      if (deleted.trouble().isPresent()) {
        return deleted;
      }
    }
    boolean forGood = register.state() == WorkerState.STALLED;
    return atc.register(advertised(), register.state(), forGood ? null : ttl);
  }

  private Atc.AtcWorker advertised() {
    Heartbeat heartbeat = record().heartbeat();
    return new Atc.AtcWorker(
        record().registration(), address(), heartbeat == null ? EMPTY : heartbeat.load());
  }

  private Address address() {
    Address here = record().address();
    return here == null ? AtcRules.nowhere(name) : here;
  }

  private WorkerRecord record() {
    return Objects.requireNonNull(worker, "only a worker with a record is told of");
  }

  /** What was told before; of a worker that nothing was told of, that it is to drain. */
  AtcTold before() {
    return told == null
        ? AtcTold.of(record(), record().state(), null, new AtcWord.NotSaid())
        : told;
  }

  /** What is told now that a step was done. */
  AtcTold after(AtcStep step, Atc.Answer.Accepted answer) {
    AtcWord word = answer.row().<AtcWord>map(AtcWord.RowState::new).orElseGet(before()::word);
    return switch (step) {
      case AtcStep.Register register -> AtcTold.of(record(), register.state(), address(), word);
      case AtcStep.SendHeartbeat _ -> addressed(beaten().saying(word), answer.address());
      case AtcStep.LandRow _, AtcStep.RetireRow _ ->
          AtcTold.of(record(), record().state(), before().address(), word);
      case AtcStep.DeleteRow _ -> before().saying(new AtcWord.NoRow());
      case AtcStep.Nothing _, AtcStep.StrikeOff _ -> before();
    };
  }

  private AtcTold beaten() {
    return before().state() == WorkerState.STALLED
        ? before().telling(WorkerState.RUNNING, record().revision())
        : before();
  }

  /** A register that was late, of an older address, may have come after the last one. */
  private AtcTold addressed(AtcTold now, Optional<String> there) {
    Address here = record().address();
    boolean other =
        here != null && there.filter(address -> !address.equals(here.garden())).isPresent();
    return other ? now.elsewhere() : now;
  }
}
