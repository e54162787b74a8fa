package tsa.gateway;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** Keys made once for all tests of a run. */
public final class TestKeys {
  /** Of the gateway. */
  public static final KeyPair HOST = rsa(2048);

  /** Speaks for workers of any team. */
  public static final KeyPair GLOBAL = rsa(2048);

  /** Speaks for workers of team a. */
  public static final KeyPair TEAM_A = rsa(2048);

  /** Speaks for nobody. */
  public static final KeyPair STRANGER = rsa(2048);

  private TestKeys() {}

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static String line(KeyPair pair) {
    return KeyFiles.publicLine(pair, "test");
  }
}
