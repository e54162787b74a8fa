package tsa.gateway.keys;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;

/** RSA private keys in PKCS#1 (RFC 8017 A.1.2), which Java itself neither reads nor writes. */
final class Pkcs1 {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;

  /** Version 0 and the algorithm rsaEncryption with NULL parameters (RFC 5208 §5, RFC 8017 A.1). */
  private static final byte[] PKCS8_HEAD = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private Pkcs1() {}

  /** The key in PKCS#1 DER. */
  static byte[] encode(RSAPrivateCrtKey key) {
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    for (BigInteger number :
        List.of(
            BigInteger.ZERO,
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient())) {
      numbers.writeBytes(element(INTEGER, number.toByteArray()));
    }
    return element(SEQUENCE, numbers.toByteArray());
  }

  /** PKCS#1 DER wrapped as PKCS#8 DER, which Java reads. */
  static byte[] toPkcs8(byte[] pkcs1) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(PKCS8_HEAD);
    inner.writeBytes(element(OCTETS, pkcs1));
    return element(SEQUENCE, inner.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    length(der, content.length);
    der.writeBytes(content);
    return der.toByteArray();
  }

  private static void length(ByteArrayOutputStream der, int length) {
    if (length < 0x80) {
      der.write(length);
      return;
    }
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    der.write(0x80 | (bytes.length - from));
    der.write(bytes, from, bytes.length - from);
  }
}
