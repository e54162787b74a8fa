package tsa.gateway.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import tsa.control.port.TrafficFailure;

/**
 * Copies one connection's bytes both ways, and sees in passing what they show of the worker: an end
 * before the first byte of an answer, and answers of 5xx, by how a piece of what was read begins.
 * Garden says 500 also of what it was asked to look up and does not have, which an ATC does for
 * each step (docs/protocol/worker-apis.md): that is no sign. The two directions are each used by
 * one thread.
 */
final class ForwardedTraffic {
  private static final int BUFFER = 32 << 10;
  private static final byte[] GET = "GET ".getBytes(US_ASCII);
  private static final byte[] HTTP = "HTTP/1.".getBytes(US_ASCII);

  /** Where the first digit of the status is: {@code HTTP/1.1 500}. */
  private static final int STATUS = 9;

  private final Forward forward;
  private volatile boolean asked;
  private volatile boolean looksUp;
  private boolean answered;

  ForwardedTraffic(Forward forward) {
    this.forward = forward;
  }

  /** From whoever connected to the worker. */
  void toWorker(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = from.read(buffer);
    while (count >= 0) {
      asked = true;
      looksUp = begins(buffer, count, GET);
      to.write(buffer, 0, count);
      // The library keeps a packet back until it is full, which a waiting peer never fills.
      to.flush();
      count = from.read(buffer);
    }
  }

  /** From the worker to whoever connected. */
  void fromWorker(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = from.read(buffer);
    while (count >= 0) {
      answered = true;
      if (isServerError(buffer, count) && !(looksUp && forward.isGarden())) {
        forward.failed(TrafficFailure.SERVER_ERROR);
      }
      to.write(buffer, 0, count);
      to.flush();
      count = from.read(buffer);
    }
    if (asked && !answered) {
      forward.failed(TrafficFailure.RESET);
    }
  }

  private static boolean isServerError(byte[] buffer, int count) {
    return count > STATUS && buffer[STATUS] == '5' && begins(buffer, count, HTTP);
  }

  private static boolean begins(byte[] buffer, int count, byte[] with) {
    return count >= with.length && Arrays.equals(buffer, 0, with.length, with, 0, with.length);
  }
}
