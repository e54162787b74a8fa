package tsa.gateway;

import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in force. They can be exchanged while the gateway runs: connections that were let in
 * before stay. Thread-safe.
 */
final class KeyRing {
  private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

  private final KeySources sources;
  private volatile AuthorizedKeys keys;

  /**
   * @throws KeyFileException if the keys cannot be used
   */
  KeyRing(KeySources sources) throws KeyFileException {
    this.sources = sources;
    this.keys = AuthorizedKeysLoader.load(sources);
    tell("keys loaded");
  }

  /**
   * Reads all sources again, also those that Concourse reads only once (B15).
   *
   * @throws KeyFileException if they cannot be used; the keys before stay in force
   */
  void reload() throws KeyFileException {
    keys = AuthorizedKeysLoader.load(sources);
    tell("keys reloaded");
  }

  /** Whose key that is. Certificates are nobody's: no authority is trusted. */
  Optional<Identity> holder(PublicKey key) {
    return key instanceof OpenSshCertificate
        ? Optional.empty()
        : keys.holder(PublicKeyLine.wire(key));
  }

  private void tell(String what) {
    int count = keys.byFingerprint().size();
    log.atInfo().addKeyValue("keys", count).log(what);
    if (count == 0) {
      log.atWarn().log("no worker can log in: there are no authorized keys");
    }
  }
}
