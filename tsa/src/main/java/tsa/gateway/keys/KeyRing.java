package tsa.gateway.keys;

import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys in force. They can be exchanged while the gateway runs. Thread-safe. */
public final class KeyRing {
  private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

  private final KeySources sources;
  private final InstantSource clock;
  private Instant asked;
  private volatile AuthorizedKeys keys;

  /**
   * @param clock tells when keys expire: this machine's, as in OpenSSH
   * @throws KeyFileException if the keys cannot be used
   */
  public KeyRing(KeySources sources, InstantSource clock) throws KeyFileException {
    this.sources = sources;
    this.clock = clock;
    this.asked = clock.instant();
    this.keys = AuthorizedKeysLoader.load(sources);
    tell("keys loaded");
  }

  /**
   * Reads all sources again, also those that Concourse reads only once (B15). {@link KeyReloader}
   * calls it one at a time: what was read first must not be put in force last. Files may hang:
   * nothing else waits for them.
   *
   * @throws KeyFileException if they cannot be used; the keys before stay in force
   */
  void reload() throws KeyFileException {
    keys = AuthorizedKeysLoader.load(sources);
    tell("keys reloaded");
  }

  /** Whose key that is. Certificates are nobody's: no authority is trusted. */
  public Optional<KeyIdentity> holder(PublicKey key) {
    return key instanceof OpenSshCertificate
        ? Optional.empty()
        : keys.holder(PublicKeyLine.wire(key)).filter(this::isCurrent);
  }

  private boolean isCurrent(KeyIdentity identity) {
    return !identity.options().hasExpired(clock.instant());
  }

  /** Whether keys have expired since this was asked last. */
  synchronized boolean someHaveExpired() {
    Instant now = clock.instant();
    boolean some =
        keys.byFingerprint().values().stream()
            .map(entry -> entry.identity().options())
            .anyMatch(options -> options.hasExpired(now) && !options.hasExpired(asked));
    asked = now;
    return some;
  }

  /** Why the holder of a key that was accepted once must go; empty if nothing has changed. */
  public Optional<String> revoked(KeyIdentity identity) {
    AuthorizedKeys.AuthorizedKey entry = keys.byFingerprint().get(identity.fingerprint());
    if (entry == null) {
      return Optional.of("the key was removed from the authorized keys");
    }
    if (!entry.identity().equals(identity)) {
      return Optional.of("the key stands for other rights now");
    }
    return isCurrent(identity) ? Optional.empty() : Optional.of("the key has expired");
  }

  private void tell(String what) {
    int count = keys.byFingerprint().size();
    log.atInfo().addKeyValue("keys", count).log(what);
    long expired =
        keys.byFingerprint().values().stream()
            .filter(entry -> !isCurrent(entry.identity()))
            .count();
    if (expired > 0) {
      log.atWarn().addKeyValue("keys", expired).log("some authorized keys have expired");
    }
    if (count == expired) {
      log.atWarn().log("no worker can log in: there are no authorized keys in force");
    }
  }
}
