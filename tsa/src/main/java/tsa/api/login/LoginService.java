package tsa.api.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.LogRateLimit;
import tsa.control.port.AccessTokens;
import tsa.control.port.Ticker;

/** Logs people in and out. Methods block within limits. Thread-safe. */
public final class LoginService {
  private static final Logger log = LoggerFactory.getLogger(LoginService.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_LOGGED = 64;
  private static final int HELD_LINES = 20;
  private static final Duration HELD_TIME = Duration.ofMinutes(1);

  private final LocalUsers users;
  private final AccessTokens tokens;
  private final Duration life;
  private final LoginThrottle throttle;
  private final LoginAttemptKeys attemptKeys;
  private final TokenGenerator generator;
  private final Semaphore room;

  /** Attempts that are not looked at cost nothing, and so anybody can make any number. */
  private final LogRateLimit heldLines;

  /**
   * @param life how long a token is valid; whole seconds count
   * @param atOnce passwords that are verified at a time: each takes a core for itself
   */
  public LoginService(
      LocalUsers users,
      AccessTokens tokens,
      Duration life,
      SecureRandom random,
      Ticker ticker,
      int atOnce) {
    this.users = users;
    this.tokens = tokens;
    this.life = life;
    this.throttle = new LoginThrottle(ticker);
    this.attemptKeys = new LoginAttemptKeys(random);
    this.generator = new TokenGenerator(random);
    this.room = new Semaphore(atOnce, true);
    this.heldLines = new LogRateLimit(HELD_LINES, HELD_TIME, ticker);
  }

  /**
   * Logs somebody in.
   *
   * @param user hostile, as is the password
   * @param address the address that the request came from
   * @throws tsa.control.port.StoreException if the password was right and the token cannot be
   *     stored
   */
  public LoginResult attempt(String user, String password, String address) {
    LoginAttemptKeys.AttemptKey attempt = attemptKeys.keysOf(user, password, address);
    if (throttle.knownWrong(attempt)) {
      return new LoginResult.WrongPassword();
    }
    Optional<Duration> wait = throttle.wait(attempt);
    if (wait.isPresent()) {
      return held(user, address, wait.get());
    }
    if (!entered()) {
      return new LoginResult.Overloaded();
    }
    Optional<String> known;
    try {
      // Looked at again: others may have failed while this one stood in the queue.
      wait = throttle.wait(attempt);
      if (wait.isPresent()) {
        return held(user, address, wait.get());
      }
      known = verified(attempt, user, password);
    } finally {
      room.release();
    }
    return known.map(name -> welcome(name, address)).orElseGet(() -> wrong(user, address));
  }

  private boolean entered() {
    try {
      return room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<String> verified(
      LoginAttemptKeys.AttemptKey attempt, String user, String password) {
    Optional<String> known = users.verified(user, password);
    if (known.isPresent()) {
      throttle.succeeded(attempt);
    } else {
      throttle.failed(attempt);
    }
    return known;
  }

  private LoginResult welcome(String name, String address) {
    AtomicReference<String> token = new AtomicReference<>("");
    tokens.add(
        name,
        users.fingerprint(name).orElse(null),
        life,
        expiry -> {
          token.set(generator.token(expiry));
          return TokenGenerator.hash(token.get()).orElseThrow();
        });
    log.atInfo().addKeyValue("user", name).addKeyValue("address", address).log("logged in");
    return new LoginResult.Granted(name, token.get(), life);
  }

  private static LoginResult wrong(String user, String address) {
    log.atWarn()
        .addKeyValue("user", printable(user))
        .addKeyValue("address", address)
        .log("a login failed: no such user, or another password");
    return new LoginResult.WrongPassword();
  }

  private LoginResult held(String user, String address, Duration wait) {
    heldLines
        .line()
        .ifPresent(suppressed ->
            log.atInfo()
                .addKeyValue("user", printable(user))
                .addKeyValue("address", address)
                .addKeyValue("wait", wait)
                .addKeyValue("suppressed", suppressed)
                .log("a login was not looked at: too many wrong passwords before it"));
    return new LoginResult.Throttled(wait);
  }

  private static String printable(String user) {
    return user.codePoints()
        .limit(LONGEST_LOGGED)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * Whose valid token that is: a user that there is still, with the password they logged in with.
   *
   * @param token hostile
   * @throws tsa.control.port.StoreException if it cannot be looked up
   */
  public Optional<String> whose(String token) {
    return TokenGenerator.hash(token).flatMap(tokens::holder).flatMap(this::present);
  }

  /** A password that is known only in part, or was not then, ends nothing. */
  private Optional<String> present(AccessTokens.Holder holder) {
    Optional<AccessTokens.Hash> now = users.fingerprint(holder.user());
    boolean changed =
        now.isPresent() && holder.secret() != null && !now.get().equals(holder.secret());
    return changed ? Optional.empty() : users.known(holder.user());
  }

  /**
   * Makes a token invalid at all gateways.
   *
   * @param token hostile; nothing changes if it is not valid
   * @throws tsa.control.port.StoreException if that cannot be stored
   */
  public void revoke(String token) {
    TokenGenerator.hash(token)
        .ifPresent(hash -> {
          Optional<AccessTokens.Holder> holder = tokens.holder(hash);
          tokens.revoke(hash);
          holder.ifPresent(
              known -> log.atInfo().addKeyValue("user", known.user()).log("logged out"));
        });
  }

  /**
   * Ends all logins of a user, at all gateways; also of one that there is no more.
   *
   * @param user hostile; upper and lower case are the same, as at a login
   * @param by who asked for it
   * @return how many there were
   * @throws tsa.control.port.StoreException if that cannot be stored
   */
  public int revokeAll(String user, String by) {
    int ended = tokens.revokeAll(users.known(user).orElse(user));
    log.atInfo()
        .addKeyValue("user", printable(user))
        .addKeyValue("by", by)
        .addKeyValue("logins", ended)
        .log("all logins of a user were ended");
    return ended;
  }
}
