package tsa.gateway.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.sshd.common.session.ConnectionService;
import tsa.control.port.TrafficFailure;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.protocol.HostPort;
import tsa.gateway.protocol.PrintableText;
import tsa.gateway.settings.GatewaySettings;

/** The forwards of one connection: at most two, for one registration. Thread-safe. */
public final class Forwards {
  public static final int MAX = 2;

  /** What a worker is told when it asks for any port and no listener is bound. */
  private static final int FIRST_SILENT_PORT = 49_152;

  private final GatewaySettings settings;
  private final List<Forward> forwards = new ArrayList<>();
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private int requests;
  private boolean claimed;
  private boolean closed;

  public Forwards(GatewaySettings settings) {
    this.settings = settings;
  }

  /** The two forwards of a registration. */
  public record Claimed(Forward garden, Forward baggageclaim) {
    /** Has somebody told of failures of the worker in the traffic of others; must not block. */
    public void watch(Consumer<TrafficFailure> listener) {
      garden.watch(true, listener);
      baggageclaim.watch(false, listener);
    }
  }

  /**
   * Makes a forward; empty for one too many, which like in Concourse counts failed ones too.
   *
   * @throws IOException if no port can be bound
   */
  public synchronized Optional<Forward> request(ConnectionService service, HostPort address)
      throws IOException {
    requests++;
    if (closed || requests > MAX) {
      return Optional.empty();
    }
    int limit = settings.limits().input().maxForwarded();
    Forward forward =
        settings.forwardListen()
            ? Forward.listening(service, address, settings.forwardBindIp(), limit)
            : Forward.silent(service, address, FIRST_SILENT_PORT + requests, limit);
    forwards.add(forward);
    if (forwards.size() == MAX) {
      complete.complete(null);
    }
    return Optional.of(forward);
  }

  /**
   * Waits until both forwards are there, or the other future is done, or the limit passes.
   *
   * @param stop ends the waiting early
   */
  public void await(CompletableFuture<?> stop, Duration limit) throws InterruptedException {
    try {
      CompletableFuture.anyOf(complete, stop).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // the claim that follows says what is missing
    }
  }

  /**
   * Takes the forwards of those two addresses, once.
   *
   * @throws CommandRefusedException with a reason for the worker
   */
  public synchronized Claimed claim(HostPort garden, HostPort baggageclaim)
      throws CommandRefusedException {
    if (claimed) {
      throw new CommandRefusedException("the forwards of this connection are in use already");
    }
    if (forwards.size() < MAX) {
      throw new CommandRefusedException(
          forwards.size()
              + " of the 2 forwards were asked for; "
              + "ask for both with tcpip-forward before the command");
    }
    Claimed found = new Claimed(find("garden", garden), find("baggageclaim", baggageclaim));
    if (found.garden() == found.baggageclaim()) {
      throw new CommandRefusedException(
          "garden and baggageclaim cannot share the forward " + garden);
    }
    claimed = true;
    return found;
  }

  private Forward find(String server, HostPort address) throws CommandRefusedException {
    for (Forward forward : forwards) {
      if (forward.requested().equals(address)) {
        return forward;
      }
    }
    List<HostPort> asked = forwards.stream().map(Forward::requested).toList();
    throw new CommandRefusedException(
        PrintableText.of(
            "no forward was asked for " + server + " " + address + ", only for " + asked));
  }

  /** Takes no connections any more, on any of them. */
  public synchronized void close() {
    closed = true;
    forwards.forEach(Forward::stop);
  }

  /** Completed once they are closed and the last connection has ended. */
  public synchronized CompletableFuture<Void> drained() {
    return CompletableFuture.allOf(
        forwards.stream().map(Forward::drained).toArray(CompletableFuture[]::new));
  }
}
