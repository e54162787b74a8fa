package tsa.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.wire.EventJson;
import tsa.wire.WireJson;

/** Reads server-sent events (WHATWG HTML §9.2.6), as far as our own gateways send them. */
public final class EventReader implements Closeable {
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final BufferedReader lines;
  private final Runnable heard;
  private long place;

  /**
   * @param place in the history before the first event; negative if it is not known
   * @param heard told of every line
   */
  public EventReader(InputStream in, long place, Runnable heard) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    this.place = place;
    this.heard = heard;
  }

  /** The place in the history to come back to. */
  public long place() {
    return place;
  }

  /**
   * The next event.
   *
   * @return null if the gateway ended the stream
   * @throws IOException if the connection broke, or what comes is no such stream
   */
  public @Nullable EventJson next() throws IOException {
    StringBuilder data = new StringBuilder();
    long id = place;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heard.run();
      if (line.isEmpty()) {
        EventJson event = data.isEmpty() ? null : event(data.toString());
        place = id; // not before: what was cut off within an event is to be sent again
        if (event != null) {
          return event;
        }
      } else if (line.startsWith("id:")) {
        id = number(line.substring(3).strip());
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      }
      if (data.length() > LONGEST) {
        throw new IOException("an event of more than a million characters");
      }
    }
    return null;
  }

  private static EventJson event(String data) throws IOException {
    try {
      return WireJson.read(data, EventJson.class);
    } catch (JacksonException e) {
      throw new IOException("an event that is none", e);
    }
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("an event with a number that is none", e);
    }
  }

  /** May come from another thread: {@code lines} would wait for the one that reads. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
