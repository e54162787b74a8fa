package tsa.gateway.connection;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import tsa.control.port.WorkerLink;
import tsa.gateway.forward.Forwards;
import tsa.gateway.forward.InFlightLimit;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.settings.GatewaySettings;

/** What is known of one SSH connection. Thread-safe. */
public final class SshConnection {
  /** A command that runs on the connection. */
  public interface RunningCommand {
    /** Completed when the worker is gone, or may not use its key any more. */
    CompletableFuture<WorkerLink.Gone> gone();
  }

  private static final AttributeKey<SshConnection> KEY = new AttributeKey<>();

  private final Session session;
  private final Forwards forwards;
  private final ConnectionSlots slots;
  private final long since;
  private final InFlightLimit commands;
  private final InFlightLimit channels;
  private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();
  private volatile HandshakeQueue.@Nullable Turn turn;
  private volatile boolean revoked;
  private volatile @Nullable String refusedKey;
  private volatile @Nullable KeyIdentity candidate;
  private volatile boolean saidGoodbye;
  private volatile boolean worthTelling;
  private volatile String ending = "";

  private SshConnection(
      Session session, GatewaySettings settings, ConnectionSlots slots, long since) {
    this.session = session;
    this.slots = slots;
    this.forwards = new Forwards(settings);
    this.commands = new InFlightLimit(settings.limits().input().maxCommands());
    // Room for those that are being opened and closed.
    this.channels = new InFlightLimit(2 * settings.limits().input().maxCommands());
    this.since = since;
  }

  /** Begins to know a connection. */
  public static SshConnection attach(
      Session session, GatewaySettings settings, ConnectionSlots slots, long now) {
    SshConnection connection = new SshConnection(session, settings, slots, now);
    session.setAttribute(KEY, connection);
    return connection;
  }

  /** What is known of it; empty if the connection is too young or was refused. */
  public static Optional<SshConnection> of(Session session) {
    return Optional.ofNullable(session.getAttribute(KEY));
  }

  public Session session() {
    return session;
  }

  public Forwards forwards() {
    return forwards;
  }

  /** Notes its turn to shake hands. */
  public void waits(HandshakeQueue.Turn its) {
    turn = its;
  }

  /** Its turn to shake hands; null if it has none yet. */
  public HandshakeQueue.@Nullable Turn turn() {
    return turn;
  }

  /** The ticker's reading when it began. */
  public long since() {
    return since;
  }

  /**
   * Notes the key that is being tried, or that none is. Called for each try, so that a key that was
   * only offered leaves nothing behind when another one is proven (B11).
   */
  public void trying(@Nullable KeyIdentity holder) {
    candidate = holder;
  }

  /** Notes that the key tried last has been proven. */
  public ConnectionSlots.LoginOutcome proven() {
    return slots.proven(candidate);
  }

  /** Gives back the places it holds; may be called again. */
  public void ended() {
    slots.ended();
  }

  /** Who it is; empty until a key is proven. */
  public Optional<KeyIdentity> identity() {
    return slots.identity();
  }

  /** Notes that the peer took its leave in words. */
  public void goodbye() {
    saidGoodbye = true;
  }

  public boolean saidGoodbye() {
    return saidGoodbye;
  }

  /** Notes that more than routine was done on it. */
  public void noteWorthTelling() {
    worthTelling = true;
  }

  public boolean worthTelling() {
    return worthTelling;
  }

  /** Notes why we end the connection; the first reason counts. */
  public void endingFor(String why) {
    worthTelling = true;
    if (ending.isEmpty()) {
      ending = why;
    }
  }

  /** Why it ended, in words. */
  public String ending() {
    if (!ending.isEmpty()) {
      return ending;
    }
    return saidGoodbye ? "peer disconnected" : "connection closed";
  }

  /** The commands that run on it. */
  public InFlightLimit commands() {
    return commands;
  }

  /** The session channels that are open on it, with a command or without. */
  public InFlightLimit channels() {
    return channels;
  }

  /** Notes a key that was offered and is nobody's. */
  public void refused(String fingerprint) {
    refusedKey = fingerprint;
  }

  /** The last key that was refused. */
  public Optional<String> refusedKey() {
    return Optional.ofNullable(refusedKey);
  }

  /** A command begins to run; its channel is told when the key is revoked. */
  public void commandStarted(RunningCommand channel) {
    running.add(channel);
    if (revoked) {
      channel.gone().complete(WorkerLink.Gone.REVOKED);
    }
  }

  /** A command has ended. */
  public void commandEnded(RunningCommand channel) {
    running.remove(channel);
  }

  /** Tells all commands that the key is revoked; false if there are none to tell. */
  public boolean revoke() {
    revoked = true;
    running.forEach(channel -> channel.gone().complete(WorkerLink.Gone.REVOKED));
    return !running.isEmpty();
  }

  /** Where it comes from. */
  public String address() {
    return String.valueOf(session.getRemoteAddress());
  }
}
