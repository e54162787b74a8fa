package tsa.gateway;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import tsa.control.WorkerLink;

/** What is known of one SSH connection. Thread-safe. */
final class Peer {
  private static final AttributeKey<Peer> KEY = new AttributeKey<>();

  private final Session session;
  private final Forwards forwards;
  private final Standing standing;
  private final long since;
  private final Turnstile commands;
  private final Turnstile channels;
  private final Set<ExecChannel> running = ConcurrentHashMap.newKeySet();
  private volatile HandshakeQueue.@Nullable Turn turn;
  private volatile boolean withdrawn;
  private volatile @Nullable String refusedKey;
  private volatile @Nullable Identity candidate;
  private volatile boolean saidGoodbye;
  private volatile boolean worthTelling;
  private volatile String ending = "";

  private Peer(Session session, GatewaySettings settings, Standing standing, long since) {
    this.session = session;
    this.standing = standing;
    this.forwards = new Forwards(settings);
    this.commands = new Turnstile(settings.limits().input().maxCommands());
    // Room for those that are being opened and closed.
    this.channels = new Turnstile(2 * settings.limits().input().maxCommands());
    this.since = since;
  }

  /** Begins to know a connection. */
  static Peer attach(Session session, GatewaySettings settings, Standing standing, long now) {
    Peer peer = new Peer(session, settings, standing, now);
    session.setAttribute(KEY, peer);
    return peer;
  }

  /** What is known of it; empty if the connection is too young or was refused. */
  static Optional<Peer> of(Session session) {
    return Optional.ofNullable(session.getAttribute(KEY));
  }

  Session session() {
    return session;
  }

  Forwards forwards() {
    return forwards;
  }

  /** Notes its turn to shake hands. */
  void waits(HandshakeQueue.Turn its) {
    turn = its;
  }

  /** Its turn to shake hands; null if it has none yet. */
  HandshakeQueue.@Nullable Turn turn() {
    return turn;
  }

  /** The ticker's reading when it began. */
  long since() {
    return since;
  }

  /**
   * Notes the key that is being tried, or that none is. Called for each try, so that a key that was
   * only offered leaves nothing behind when another one is proven (B11).
   */
  void trying(@Nullable Identity holder) {
    candidate = holder;
  }

  /** Notes that the key tried last has been proven. */
  Standing.Login proven() {
    return standing.proven(candidate);
  }

  /** Gives back the places it holds; may be called again. */
  void ended() {
    standing.ended();
  }

  /** Who it is; empty until a key is proven. */
  Optional<Identity> identity() {
    return standing.identity();
  }

  /** Notes that the peer took its leave in words. */
  void goodbye() {
    saidGoodbye = true;
  }

  boolean saidGoodbye() {
    return saidGoodbye;
  }

  /** Notes that more than routine was done on it. */
  void noteWorthTelling() {
    worthTelling = true;
  }

  boolean worthTelling() {
    return worthTelling;
  }

  /** Notes why we end the connection; the first reason counts. */
  void endingFor(String why) {
    worthTelling = true;
    if (ending.isEmpty()) {
      ending = why;
    }
  }

  /** Why it ended, in words. */
  String ending() {
    if (!ending.isEmpty()) {
      return ending;
    }
    return saidGoodbye ? "peer disconnected" : "connection closed";
  }

  /** The commands that run on it. */
  Turnstile commands() {
    return commands;
  }

  /** The session channels that are open on it, with a command or without. */
  Turnstile channels() {
    return channels;
  }

  /** Notes a key that was offered and is nobody's. */
  void refused(String fingerprint) {
    refusedKey = fingerprint;
  }

  /** The last key that was refused. */
  Optional<String> refusedKey() {
    return Optional.ofNullable(refusedKey);
  }

  /** A command begins to run; its channel is told when the key is withdrawn. */
  void runs(ExecChannel channel) {
    running.add(channel);
    if (withdrawn) {
      channel.gone().complete(WorkerLink.Gone.WITHDRAWN);
    }
  }

  /** A command has ended. */
  void ran(ExecChannel channel) {
    running.remove(channel);
  }

  /** Tells all commands that the key is withdrawn; false if there are none to tell. */
  boolean withdraw() {
    withdrawn = true;
    running.forEach(channel -> channel.gone().complete(WorkerLink.Gone.WITHDRAWN));
    return !running.isEmpty();
  }

  /** Where it comes from. */
  String address() {
    return String.valueOf(session.getRemoteAddress());
  }
}
