package tsa.api.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is remembered of attempts to log in: keyed hashes of one size, so that memory holds neither
 * long names nor wrong passwords, which are often right ones of something else. Immutable.
 */
final class LoginAttemptKeys {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int NETWORK_BYTES = 8;

  private final SecretKeySpec key;

  LoginAttemptKeys(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * An attempt.
   *
   * @param byUserAndAddress stands for the name together with the address
   * @param address stands for the address; for IPv6 the network, of which one host has all
   * @param byCredentials stands for the name together with the password
   */
  record AttemptKey(String byUserAndAddress, String address, String byCredentials) {}

  AttemptKey keysOf(String user, String password, String address) {
    String name = user.toLowerCase(Locale.ROOT);
    String network = network(address);
    return new AttemptKey(
        hash("pair", name, network), hash("address", network), hash("guess", name, password));
  }

  /** Only literal addresses come here, which are not looked up. */
  private static String network(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
          : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private String hash(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : List.of(parts)) {
        byte[] bytes = part.getBytes(UTF_8);
        mac.update((bytes.length + ":").getBytes(UTF_8));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
