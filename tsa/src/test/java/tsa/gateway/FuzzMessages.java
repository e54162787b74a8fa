package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import tsa.gateway.keys.PublicKeyLine;

/** Right messages, from which {@link FuzzRound} makes wrong ones; the same bytes in each run. */
final class FuzzMessages {
  static final String WORKER =
      "{\"name\":\"w\",\"tags\":[\"a\"],\"resource_types\":[{\"type\":\"git\"}],\"start_time\":1}";

  static final byte[] GREETING = "SSH-2.0-fuzz\r\n".getBytes(UTF_8);

  /** The first packet of the exchange of keys, in the clear, as OpenSSH sends it. */
  static final byte[] KEX_INIT = packet(keyExchange());

  /** A request for a login whose key is said to be longer than all of it. */
  static final byte[] KEY_OF_IMPOSSIBLE_LENGTH =
      message(
          50,
          b -> b.putString("beacon"),
          b -> b.putString("ssh-connection"),
          b -> b.putString("publickey"),
          b -> b.putBoolean(true),
          b -> b.putString("rsa-sha2-512"),
          b -> b.putUInt(Integer.MAX_VALUE));

  /**
   * What there is to do after a login, as RFC 4250 §4.1.2 numbers it, with payloads of one each.
   */
  static final List<byte[]> ALL = all();

  private FuzzMessages() {}

  private static List<byte[]> all() {
    return List.of(
        message(
            80,
            b -> b.putString("tcpip-forward"),
            b -> b.putBoolean(true),
            b -> b.putString("0.0.0.0"),
            b -> b.putUInt(7777)),
        message(
            80,
            b -> b.putString("cancel-tcpip-forward"),
            b -> b.putBoolean(true),
            b -> b.putString("0.0.0.0"),
            b -> b.putUInt(7777)),
        message(80, b -> b.putString("keepalive"), b -> b.putBoolean(true)),
        message(82),
        message(81),
        message(
            90,
            b -> b.putString("session"),
            b -> b.putUInt(0),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15)),
        message(
            90,
            b -> b.putString("direct-tcpip"),
            b -> b.putUInt(9),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15),
            b -> b.putString("127.0.0.1"),
            b -> b.putUInt(22),
            b -> b.putString("1.1.1.1"),
            b -> b.putUInt(1)),
        message(
            91,
            b -> b.putUInt(0),
            b -> b.putUInt(0),
            b -> b.putUInt(1 << 20),
            b -> b.putUInt(1 << 15)),
        message(
            92, b -> b.putUInt(0), b -> b.putUInt(1), b -> b.putString("no"), b -> b.putString("")),
        message(93, b -> b.putUInt(0), b -> b.putUInt(1 << 30)),
        message(94, b -> b.putUInt(0), b -> b.putString(WORKER)),
        message(95, b -> b.putUInt(0), b -> b.putUInt(1), b -> b.putString("x")),
        message(96, b -> b.putUInt(0)),
        message(97, b -> b.putUInt(0)),
        message(99, b -> b.putUInt(0)),
        message(100, b -> b.putUInt(0)),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("exec"),
            b -> b.putBoolean(true),
            b -> b.putString("sweep-volumes")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("signal"),
            b -> b.putBoolean(false),
            b -> b.putString("INT")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("env"),
            b -> b.putBoolean(true),
            b -> b.putString("A"),
            b -> b.putString("B")),
        message(
            98,
            b -> b.putUInt(0),
            b -> b.putString("pty-req"),
            b -> b.putBoolean(true),
            b -> b.putString("vt"),
            b -> b.putUInt(80)),
        message(1, b -> b.putUInt(11), b -> b.putString("bye"), b -> b.putString("")),
        message(2, b -> b.putString("ignored")),
        message(3, b -> b.putUInt(7)),
        message(4, b -> b.putBoolean(true), b -> b.putString("debug"), b -> b.putString("")),
        message(5, b -> b.putString("ssh-userauth")),
        message(6, b -> b.putString("ssh-connection")),
        message(7, b -> b.putUInt(1), b -> b.putString("x"), b -> b.putString("y")),
        message(20),
        message(21),
        message(30, b -> b.putString("x")),
        message(31),
        message(
            50,
            b -> b.putString("beacon"),
            b -> b.putString("ssh-connection"),
            b -> b.putString("publickey"),
            b -> b.putBoolean(false),
            b -> b.putString("ssh-rsa"),
            b -> b.putBytes(PublicKeyLine.wire(TestKeys.GLOBAL.getPublic()))),
        message(
            50,
            b -> b.putString("beacon"),
            b -> b.putString("ssh-connection"),
            b -> b.putString("password"),
            b -> b.putBoolean(false),
            b -> b.putString("secret")),
        message(52),
        message(192),
        message(255));
  }

  private static byte[] keyExchange() {
    return message(
        20,
        b -> b.putRawBytes(new byte[16]),
        b -> b.putString("curve25519-sha256,ecdh-sha2-nistp256,diffie-hellman-group14-sha256"),
        b -> b.putString("rsa-sha2-512,rsa-sha2-256,ssh-ed25519"),
        b -> b.putString("aes128-gcm@openssh.com,aes256-ctr"),
        b -> b.putString("aes128-gcm@openssh.com,aes256-ctr"),
        b -> b.putString("hmac-sha2-256-etm@openssh.com,hmac-sha2-256"),
        b -> b.putString("hmac-sha2-256-etm@openssh.com,hmac-sha2-256"),
        b -> b.putString("none"),
        b -> b.putString("none"),
        b -> b.putString(""),
        b -> b.putString(""),
        b -> b.putBoolean(false),
        b -> b.putUInt(0));
  }

  /** As RFC 4253 §6 frames it. */
  private static byte[] packet(byte[] payload) {
    int padding = 16 - (5 + payload.length) % 8;
    Buffer buffer = new ByteArrayBuffer();
    buffer.putUInt(1L + payload.length + padding);
    buffer.putByte((byte) padding);
    buffer.putRawBytes(payload);
    buffer.putRawBytes(new byte[padding]);
    return buffer.getCompactData();
  }

  private interface Field {
    void into(Buffer buffer);
  }

  private static byte[] message(int number, Field... fields) {
    Buffer buffer = new ByteArrayBuffer();
    buffer.putByte((byte) number);
    for (Field field : fields) {
      field.into(buffer);
    }
    return buffer.getCompactData();
  }
}
