package tsa.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Java's Ed25519 as the SSH library sees it, with the second example of RFC 8032 §7.1. */
class Ed25519Test {
  private static final byte[] SEED =
      HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  private static final byte[] POINT =
      HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  private static final byte[] MESSAGE = {0x72};
  private static final byte[] SIGNATURE =
      HexFormat.of()
          .parseHex(
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  /** The order of the group, of which the second half of a signature must stay below. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private KeyPair pair;

  @BeforeEach
  void register() throws Exception {
    Ed25519.register();
    PrivateKey key = SecurityUtils.generateEDDSAPrivateKey("ssh-ed25519", SEED.clone());
    pair = new KeyPair(SecurityUtils.recoverEDDSAPublicKey(key), key);
  }

  private boolean verifies(byte[] signature) throws Exception {
    Signature verifier = BuiltinSignatures.ed25519.create();
    verifier.initVerifier(null, pair.getPublic());
    verifier.update(null, MESSAGE);
    return verifier.verify(null, signature);
  }

  @Test
  void thePublicKeyFollowsFromThePrivateOne() throws Exception {
    assertThat(pair.getPublic())
        .isEqualTo(SecurityUtils.generateEDDSAPublicKey("ssh-ed25519", POINT));
    assertThat(KeyUtils.getKeyType(pair)).isEqualTo("ssh-ed25519");
    assertThat(PublicKeyLine.wire(pair.getPublic())).endsWith(POINT);
  }

  @Test
  void signaturesAreThoseOfTheStandard() throws Exception {
    Signature signer = BuiltinSignatures.ed25519.create();
    signer.initSigner(null, pair.getPrivate());
    signer.update(null, MESSAGE);
    assertThat(signer.sign(null)).isEqualTo(SIGNATURE);
    assertThat(verifies(SIGNATURE)).isTrue();
  }

  /** CVE-2020-36843: the same signature with the order added to its second half. */
  @Test
  void aSignatureHasOneFormOnly() throws Exception {
    byte[] half = Arrays.copyOfRange(SIGNATURE, 32, 64);
    BigInteger other = new BigInteger(1, reversed(half)).add(ORDER);
    byte[] forged = Arrays.copyOf(SIGNATURE, 64);
    byte[] number = reversed(other.toByteArray());
    System.arraycopy(number, 0, forged, 32, 32);
    assertThat(number).hasSize(32);
    assertThat(accepts(forged)).isFalse();
  }

  private boolean accepts(byte[] signature) {
    try {
      return verifies(signature);
    } catch (Exception refused) {
      return false;
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
