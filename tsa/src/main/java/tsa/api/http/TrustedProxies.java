package tsa.api.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The proxies that are believed when they say whom they speak for. Whoever reaches the service past
 * them is not believed. Immutable, thread-safe.
 */
public final class TrustedProxies {
  /** Nobody is believed. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<Network> networks;

  private static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((address[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private TrustedProxies(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /**
   * Proxies by their addresses or networks (RFC 4632, RFC 4291 §2.3), like {@code 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException with a sentence, if one is neither
   */
  public static TrustedProxies of(List<String> written) {
    return new TrustedProxies(written.stream().map(TrustedProxies::network).toList());
  }

  private static Network network(String written) {
    String[] parts = written.strip().split("/", -1);
    try {
      byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
      int most = address.length * 8;
      int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
      if (parts.length <= 2 && bits >= 0 && bits <= most) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException e) {
      // The sentence below says what is expected.
    }
    throw new IllegalArgumentException(
        "'" + written + "' is no network of proxies; write one like 10.0.0.0/8 or ::1/128");
  }

  /**
   * Who sent a request: the last one in the chain who is no trusted proxy. What stands before that
   * was written by strangers.
   *
   * @param peer address of the connection
   * @param forwarded the headers {@code X-Forwarded-For}, in their order; hostile
   */
  String client(String peer, List<String> forwarded) {
    List<String> chain = new ArrayList<>();
    for (String header : forwarded) {
      chain.addAll(Arrays.asList(header.split(",", -1)));
    }
    String client = peer;
    for (String next : chain.reversed()) {
      byte[] known = literal(next.strip());
      if (!isTrusted(client) || known.length == 0) {
        return client;
      }
      client = next.strip();
    }
    return client;
  }

  private boolean isTrusted(String address) {
    byte[] literal = literal(address);
    return networks.stream().anyMatch(network -> network.contains(literal));
  }

  /** Empty if it is no address: names are not looked up. */
  private static byte[] literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
