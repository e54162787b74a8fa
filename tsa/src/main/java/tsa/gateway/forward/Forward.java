package tsa.gateway.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;
import tsa.control.port.TrafficFailure;
import tsa.control.port.Tunnel;
import tsa.gateway.protocol.HostPort;

/**
 * One forward that a worker asked for: connections opened here arrive at one of its servers.
 * Thread-safe.
 */
public final class Forward {
  public static final int KEPT_FOR_PROBES = 16;

  private final ConnectionService service;
  private final HostPort requested;
  private final InFlightLimit open;
  private @Nullable ForwardListener listener;
  private volatile Consumer<TrafficFailure> watcher = failure -> {};
  private volatile boolean garden;
  private HostPort announced;

  private Forward(ConnectionService service, HostPort requested, int limit) {
    this.service = service;
    this.requested = requested;
    this.announced = requested;
    this.open = new InFlightLimit(limit);
  }

  /** A forward that other processes reach through a port of their own on that address. */
  static Forward listening(ConnectionService service, HostPort requested, String bindIp, int limit)
      throws IOException {
    Forward forward = new Forward(service, requested, limit);
    ForwardListener listener = ForwardListener.bind(bindIp, forward);
    forward.listener = listener;
    if (requested.port() == 0) {
      forward.announced = new HostPort(requested.host(), listener.port());
    }
    listener.start();
    return forward;
  }

  /**
   * A forward that only this process reaches.
   *
   * @param port what to tell a worker that asked for any port
   */
  static Forward silent(ConnectionService service, HostPort requested, int port, int limit) {
    Forward forward = new Forward(service, requested, limit);
    if (requested.port() == 0) {
      forward.announced = new HostPort(requested.host(), port);
    }
    return forward;
  }

  /** The address as the worker wrote it. */
  HostPort requested() {
    return requested;
  }

  /** The port to answer the worker with: the one that is bound, if one is. */
  public int port() {
    return listener == null ? announced.port() : listener.port();
  }

  /**
   * Opens a connection to the worker's server. The caller closes what it gets.
   *
   * @param originator who connects; its port is at least 1
   * @throws IOException if the forward has ended or is full, the worker refuses, or the limit
   *     passes
   */
  Tunnel.Connection dial(HostPort originator, Duration limit) throws IOException {
    return dial(originator, limit, 0);
  }

  /**
   * The same for others than us, who leave room for our probes: a busy worker is not a gone one.
   */
  Tunnel.Connection dialForOthers(HostPort originator, Duration limit) throws IOException {
    return dial(originator, limit, KEPT_FOR_PROBES);
  }

  /**
   * Has somebody told of failures of the worker in the traffic of others.
   *
   * @param leadsToGarden or else to Baggageclaim
   */
  void watch(boolean leadsToGarden, Consumer<TrafficFailure> by) {
    garden = leadsToGarden;
    watcher = by;
  }

  boolean isGarden() {
    return garden;
  }

  /** The traffic of others shows that. */
  void failed(TrafficFailure failure) {
    watcher.accept(failure);
  }

  private Tunnel.Connection dial(HostPort originator, Duration limit, int spare)
      throws IOException {
    if (!open.tryAcquire(spare)) {
      throw new IOException("the forward " + requested + " takes no more connections");
    }
    return open(register(new ForwardedChannel(announced, originator)), limit);
  }

  private ForwardedChannel register(ForwardedChannel channel) throws IOException {
    try {
      service.registerChannel(channel);
      channel.addCloseFutureListener(closed -> open.release());
      return channel;
    } catch (IOException | RuntimeException e) {
      open.release();
      throw new IOException("the connection of the worker takes no more channels", e);
    }
  }

  private Tunnel.Connection open(ForwardedChannel channel, Duration limit) throws IOException {
    OpenFuture opening = channel.open();
    try {
      // After a limit the channel is not closed but called off: an answer that comes late to a
      // channel that is gone would end the whole session.
      opening.verify(limit, CancelOption.CANCEL_ON_TIMEOUT, CancelOption.CANCEL_ON_INTERRUPT);
      return new ChannelConnection(channel);
    } catch (IOException e) {
      throw new ChannelRefusedException("the worker did not take a connection to " + requested, e);
    }
  }

  /** Takes no connection any more; those that are open go on. */
  void stop() {
    if (listener != null) {
      listener.close();
    }
    open.shut();
  }

  /** Completed once it is stopped and its last connection has ended. */
  CompletableFuture<Void> drained() {
    return open.drained();
  }
}
