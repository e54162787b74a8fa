package tsa.atc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tsa.control.port.Ticker;

/**
 * The token that calls of the ATC carry: had by client credentials (RFC 6749, 4.4), kept until
 * shortly before its end, and had anew once it was refused. One request at a time. Thread-safe.
 */
final class AtcTokens {
  private static final JsonMapper JSON = new JsonMapper();

  /** A token ends this much earlier for us: a call takes its time, and clocks do not agree. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final long LONGEST_LIFE = Duration.ofDays(366).toSeconds();

  private final AtcSettings settings;
  private final AtcHttp http;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Token token;
  private @Nullable AtcException failure;
  private long failed;

  private record Token(String value, long had, Duration life) {}

  AtcTokens(AtcSettings settings, AtcHttp http, Ticker ticker) {
    this.settings = settings;
    this.http = http;
    this.ticker = ticker;
  }

  /**
   * The token in force; asks for one if there is none, or if it ends soon.
   *
   * @param refused the one that a node just refused; null if none was
   * @throws AtcException if there is none to be had
   */
  String token(@Nullable String refused) throws AtcException {
    requireTurn();
    try {
      Token have = token;
      if (have == null || have.value().equals(refused) || isOver(have)) {
        token = null;
        have = fresh();
        token = have;
      }
      return have.value();
    } finally {
      lock.unlock();
    }
  }

  private void requireTurn() throws AtcException {
    try {
      if (!lock.tryLock(settings.limits().answer().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AtcException("a token is still being asked for", true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtcException("interrupted", true);
    }
  }

  /** Who waited for a vain request does not make the next one. */
  private Token fresh() throws AtcException {
    AtcException last = failure;
    if (last != null && ticker.since(failed).compareTo(PAUSE) < 0) {
      throw last;
    }
    try {
      Token have = ask();
      failure = null;
      return have;
    } catch (AtcException e) {
      failed = ticker.nanos();
      failure = e;
      throw e;
    }
  }

  private boolean isOver(Token have) {
    Duration margin = have.life().dividedBy(10);
    Duration least = margin.compareTo(MARGIN) < 0 ? margin : MARGIN;
    return ticker.since(have.had()).compareTo(have.life().minus(least)) >= 0;
  }

  private Token ask() throws AtcException {
    long asked = ticker.nanos();
    AtcReply reply = http.ask(this::request);
    if (reply.status() == 401 || reply.status() == 400) {
      throw new AtcException(
          reply.from()
              + " gives no token to the client "
              + settings.clientId()
              + " ("
              + reply.quote()
              + "): --tsa-client-secret has to be what the web nodes have in theirs",
          true);
    }
    if (!reply.isDone()) {
      throw new AtcException(
          "asked for a token, "
              + reply.from()
              + " answers "
              + reply.status()
              + ": is an ATC there?",
          true);
    }
    return parse(reply, asked);
  }

  private HttpRequest.Builder request(URI node) {
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    if (!settings.scopes().isEmpty()) {
      form.append("&scope=").append(URLEncoder.encode(String.join(" ", settings.scopes()), UTF_8));
    }
    String client =
        URLEncoder.encode(settings.clientId(), UTF_8)
            + ":"
            + URLEncoder.encode(settings.clientSecret(), UTF_8);
    return HttpRequest.newBuilder(settings.tokenUrl(node))
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8)))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form.toString()));
  }

  private static Token parse(AtcReply reply, long asked) throws AtcException {
    try {
      JsonNode json = JSON.readTree(reply.body());
      String value = json.path("access_token").asString("");
      if (!value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127)) {
        long life = Math.clamp(json.path("expires_in").asLong(0), 60, LONGEST_LIFE);
        return new Token(value, asked, Duration.ofSeconds(life));
      }
    } catch (JacksonException notJson) {
      // told below, without the text: it may hold a token
    }
    throw new AtcException(
        "asked for a token, " + reply.from() + " answers something else: is an ATC there?", true);
  }
}
