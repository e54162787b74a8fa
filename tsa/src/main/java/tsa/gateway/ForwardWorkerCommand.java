package tsa.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tsa.control.Registrations;
import tsa.control.WorkerLink;
import tsa.lifecycle.Ending;
import tsa.lifecycle.ReasonCode;
import tsa.worker.Address;
import tsa.worker.Machine;
import tsa.worker.Registration;

/** Runs {@code forward-worker}: a registration, for as long as it lasts. Thread-safe. */
final class ForwardWorkerCommand {
  private final GatewaySettings settings;
  private final Registrations registrations;
  private final KeyUse uses;

  ForwardWorkerCommand(GatewaySettings settings, Registrations registrations, KeyUse uses) {
    this.settings = settings;
    this.uses = uses;
    this.registrations = registrations;
  }

  /**
   * Registers the worker and stays until the registration is over.
   *
   * @throws CommandException with a reason if the worker can never be registered like this
   * @throws IOException if the worker cannot be written to
   */
  Exit run(ParsedCommand.ForwardWorker command, WorkerObject worker, Terminal terminal)
      throws CommandException, IOException, InterruptedException {
    Registration registration = worker.registration();
    Claims.requireOwn(terminal.identity(), registration.team());
    if (!terminal.identity().options().forwards()) {
      throw new CommandException(
          "the key's options allow no port forwarding (restrict needs port-forwarding after it)");
    }
    Forwards forwards = terminal.peer().forwards();
    try {
      forwards.await(terminal.gone(), settings.limits().input().forwardWait());
      if (terminal.gone().isDone()) {
        return before(terminal);
      }
      Forwards.Claimed claimed = forwards.claim(command.garden(), command.baggageclaim());
      SessionLink link =
          new SessionLink(new WorkerTunnel(claimed), address(claimed), terminal.gone());
      uses.registers(terminal.identity(), registration.name().value());
      registrations.open(registration, machine(registration, terminal.identity()), link);
      return stay(link, terminal);
    } finally {
      forwards.close();
    }
  }

  /** A signal before the registration prevents it (B3). */
  private static Exit before(Terminal terminal) throws IOException {
    return terminal.gone().join() == WorkerLink.Gone.WITHDRAWN ? withdrawn(terminal) : Exit.OK;
  }

  /** Not one of its connections may go on, so nothing is drained. */
  private static Exit withdrawn(Terminal terminal) throws IOException {
    String why = terminal.peer().ending();
    terminal.tell(why);
    return new Exit.Disconnect(why);
  }

  private static Machine machine(Registration registration, Identity identity) {
    return new Machine(registration.startTime(), identity.fingerprint());
  }

  private @Nullable Address address(Forwards.Claimed claimed) {
    if (!settings.forwardListen()) {
      return null;
    }
    String peer = settings.peerAddress();
    HostPort garden = new HostPort(peer, claimed.garden().port());
    HostPort baggageclaim = new HostPort(peer, claimed.baggageclaim().port());
    return new Address(garden.toString(), "http://" + baggageclaim);
  }

  private Exit stay(SessionLink link, Terminal terminal) throws IOException, InterruptedException {
    link.pump(terminal);
    if (terminal.gone().isDone()) {
      return terminal.gone().join() == WorkerLink.Gone.WITHDRAWN
          ? withdrawn(terminal)
          : left(terminal);
    }
    Ending ending = link.ending().join();
    terminal.tell(ending.told());
    return switch (ending.kind()) {
      case STOP -> Exit.OK;
      case FAIL -> Exit.FAILED;
      case RECONNECT -> reconnect(ending, terminal);
      case HAND_OVER -> handOver(ending, terminal);
    };
  }

  /** The worker ends the registration: what is open goes on, nothing new begins. */
  private Exit left(Terminal terminal) throws InterruptedException {
    Forwards forwards = terminal.peer().forwards();
    forwards.close();
    await(forwards.drained(), terminal, settings.limits().drains().timeout());
    return Exit.OK;
  }

  /** What is open may come to its end when we stop, within a limit; nothing new begins. */
  private Exit reconnect(Ending ending, Terminal terminal) throws InterruptedException {
    if (ending.reason().code() == ReasonCode.GATEWAY_STOPPING) {
      Forwards forwards = terminal.peer().forwards();
      forwards.close();
      await(forwards.drained(), terminal, settings.limits().drains().stopWait());
    }
    return new Exit.Disconnect(ending.told());
  }

  /**
   * Another registration took over. A stock worker ends this one itself as soon as it has read of
   * the other's success; ended by us before that, it would take it for the loss of its only one.
   */
  private Exit handOver(Ending ending, Terminal terminal) throws InterruptedException {
    Forwards forwards = terminal.peer().forwards();
    forwards.close();
    await(terminal.gone(), terminal, settings.limits().drains().handOverGrace());
    await(forwards.drained(), terminal, settings.limits().drains().timeout());
    return terminal.gone().isDone() ? Exit.OK : new Exit.Disconnect(ending.told());
  }

  /** Waits for that, or for the end of the connection, or for the limit. */
  private static void await(CompletableFuture<?> what, Terminal terminal, Duration limit)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(what, terminal.closed()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // what is open now is cut off with the connection
    }
  }
}
