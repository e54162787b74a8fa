package tsa.gateway.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tsa.control.Registrations;
import tsa.control.port.WorkerLink;
import tsa.gateway.forward.Forwards;
import tsa.gateway.forward.WorkerTunnel;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.keys.KeyUsage;
import tsa.gateway.protocol.CommandExit;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.protocol.HostPort;
import tsa.gateway.settings.GatewaySettings;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.worker.Address;
import tsa.worker.Machine;
import tsa.worker.Registration;

/** Runs {@code forward-worker}: a registration, for as long as it lasts. Thread-safe. */
final class ForwardWorkerCommand {
  private final GatewaySettings settings;
  private final Registrations registrations;
  private final KeyUsage usage;

  ForwardWorkerCommand(GatewaySettings settings, Registrations registrations, KeyUsage usage) {
    this.settings = settings;
    this.usage = usage;
    this.registrations = registrations;
  }

  /**
   * Registers the worker and stays until the registration is over.
   *
   * @throws CommandRefusedException with a reason if the worker can never be registered like this
   * @throws IOException if the worker cannot be written to
   */
  CommandExit run(ParsedCommand.ForwardWorker command, WorkerObject worker, CommandIo io)
      throws CommandRefusedException, IOException, InterruptedException {
    Registration registration = worker.registration();
    WorkerAuthorization.requireOwn(io.identity(), registration.team());
    if (!io.identity().options().forwards()) {
      throw new CommandRefusedException(
          "the key's options allow no port forwarding (restrict needs port-forwarding after it)");
    }
    Forwards forwards = io.connection().forwards();
    try {
      forwards.await(io.gone(), settings.limits().input().forwardWait());
      if (io.gone().isDone()) {
        return before(io);
      }
      Forwards.Claimed claimed = forwards.claim(command.garden(), command.baggageclaim());
      SessionLink link =
          new SessionLink(new WorkerTunnel(claimed), address(claimed), claimed::watch, io.gone());
      usage.registers(io.identity(), registration.name().value());
      registrations.open(registration, machine(registration, io.identity()), link);
      return stay(link, io);
    } finally {
      forwards.close();
    }
  }

  /** A signal before the registration prevents it (B3). */
  private static CommandExit before(CommandIo io) throws IOException {
    return io.gone().join() == WorkerLink.Gone.REVOKED ? revoked(io) : CommandExit.OK;
  }

  /** Not one of its connections may go on, so nothing is drained. */
  private static CommandExit revoked(CommandIo io) throws IOException {
    String why = io.connection().ending();
    io.tell(why);
    return new CommandExit.Disconnect(why);
  }

  private static Machine machine(Registration registration, KeyIdentity identity) {
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

  private CommandExit stay(SessionLink link, CommandIo io)
      throws IOException, InterruptedException {
    link.pump(io);
    if (io.gone().isDone()) {
      return io.gone().join() == WorkerLink.Gone.REVOKED ? revoked(io) : left(io);
    }
    SessionEnd ending = link.ending().join();
    io.tell(ending.told());
    return switch (ending.kind()) {
      case STOP -> CommandExit.OK;
      case FAIL -> CommandExit.FAILED;
      case RECONNECT -> reconnect(ending, io);
      case HAND_OVER -> handOver(ending, io);
    };
  }

  /** The worker ends the registration: what is open goes on, nothing new begins. */
  private CommandExit left(CommandIo io) throws InterruptedException {
    Forwards forwards = io.connection().forwards();
    forwards.close();
    await(forwards.drained(), io, settings.limits().drains().timeout());
    return CommandExit.OK;
  }

  /** What is open may come to its end when we stop, within a limit; nothing new begins. */
  private CommandExit reconnect(SessionEnd ending, CommandIo io) throws InterruptedException {
    if (ending.reason().code() == ReasonCode.GATEWAY_STOPPING) {
      Forwards forwards = io.connection().forwards();
      forwards.close();
      await(forwards.drained(), io, settings.limits().drains().stopWait());
    }
    return new CommandExit.Disconnect(ending.told());
  }

  /**
   * Another registration took over. A stock worker ends this one itself as soon as it has read of
   * the other's success; ended by us before that, it would take it for the loss of its only one.
   */
  private CommandExit handOver(SessionEnd ending, CommandIo io) throws InterruptedException {
    Forwards forwards = io.connection().forwards();
    forwards.close();
    await(io.gone(), io, settings.limits().drains().handOverGrace());
    await(forwards.drained(), io, settings.limits().drains().timeout());
    return io.gone().isDone() ? CommandExit.OK : new CommandExit.Disconnect(ending.told());
  }

  /** Waits for that, or for the end of the connection, or for the limit. */
  private static void await(CompletableFuture<?> what, CommandIo io, Duration limit)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(what, io.closed()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // what is open now is cut off with the connection
    }
  }
}
