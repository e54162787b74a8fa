package tsa.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Makes wrong bytes of right ones. Not thread-safe. */
final class Mutator {
  private static final int[] BOUNDARIES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 0x8000, 256 << 10, (256 << 10) + 1
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** Some changes of any kind. */
  byte[] mutate(byte[] right) {
    byte[] wrong = right.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      wrong = once(wrong);
    }
    return wrong;
  }

  private byte[] once(byte[] bytes) {
    if (bytes.length == 0) {
      return noise(8);
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, at);
      case 1 -> boundary(bytes, at);
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> joined(Arrays.copyOf(bytes, at), noise(64), bytes, at);
      case 4 -> joined(Arrays.copyOf(bytes, at), new byte[0], bytes, at + random.nextInt(16));
      case 5 -> joined(bytes, bytes, bytes, at);
      default -> noise(bytes.length + 8);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private byte[] boundary(byte[] bytes, int at) {
    if (at + Integer.BYTES <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, BOUNDARIES[random.nextInt(BOUNDARIES.length)]);
    }
    return bytes;
  }

  byte[] noise(int most) {
    byte[] noise = new byte[random.nextInt(most) + 1];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] joined(byte[] first, byte[] second, byte[] rest, int from) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    all.writeBytes(Arrays.copyOfRange(rest, Math.min(from, rest.length), rest.length));
    return all.toByteArray();
  }
}
