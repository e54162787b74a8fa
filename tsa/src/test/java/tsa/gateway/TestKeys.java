package tsa.gateway;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import tsa.gateway.keys.KeyFiles;

/** Keys of tests: those with a name are the same in each run. */
public final class TestKeys {
  /** What {@link #GLOBAL} is drawn from. */
  static final long GLOBAL_SEED = 2;

  /** Of the gateway. */
  public static final KeyPair HOST = drawn(1);

  /** Speaks for workers of any team. */
  public static final KeyPair GLOBAL = drawn(GLOBAL_SEED);

  /** Speaks for workers of team a. */
  public static final KeyPair TEAM_A = drawn(3);

  /** Speaks for nobody. */
  public static final KeyPair STRANGER = drawn(4);

  private TestKeys() {}

  /** A key like no other. */
  public static KeyPair rsa(int bits) {
    return rsa(bits, new SecureRandom());
  }

  /** A key like no other, on a curve: one for RSA takes a second to make. */
  public static KeyPair other() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The key of that seed. */
  static KeyPair drawn(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // draws from its seed alone
      random.setSeed(seed);
      return rsa(2048, random);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair rsa(int bits, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String line(KeyPair pair) {
    return KeyFiles.publicLine(pair, "test");
  }
}
