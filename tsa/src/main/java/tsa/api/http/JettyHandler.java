package tsa.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.api.access.Authenticator;
import tsa.api.access.Principal;
import tsa.control.port.StoreException;
import tsa.wire.ProblemDetails;

/** Between Jetty and the routes: lets requests in, and writes every answer the same way. */
public final class JettyHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(JettyHandler.class);
  private static final String RETRY_AFTER_SECONDS = "5";

  /** How many times the idle limit a whole body may take. */
  private static final int BODY_PATIENCE = 3;

  private final ApiRouter router;
  private final Authenticator authenticator;
  private final ApiSettings settings;

  public JettyHandler(ApiRouter router, Authenticator authenticator, ApiSettings settings) {
    this.router = router;
    this.authenticator = authenticator;
    this.settings = settings;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    send(answer(request), response, callback);
    return true;
  }

  /** Answers what Jetty itself refuses: what is not HTTP, or too large. */
  public boolean refuse(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    send(ApiResponse.text(status, HttpStatus.getMessage(status)), response, callback);
    return true;
  }

  private void send(ApiResponse answer, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("X-Concourse-Version", settings.version());
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "deny");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store, private");
    if (answer.mediaType() != null) {
      headers.put(HttpHeader.CONTENT_TYPE, answer.mediaType());
    }
    answer.headers().forEach(headers::put);
    if (answer.stream() != null) {
      response.setStatus(answer.status());
      BodyWriter.write(answer.stream(), response, callback, settings.limits().idle());
      return;
    }
    byte[] body = answer.body().getBytes(UTF_8);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.setStatus(answer.status());
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private ApiResponse answer(Request request) {
    String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
    try {
      return switch (router.find(request.getMethod(), path)) {
        case ApiRouter.Match.Hit hit -> enter(request, hit);
        case ApiRouter.Match.OtherMethods others ->
            throw RefusedException.of(
                405, "allowed here: " + others.allowed(), "Allow", others.allowed());
        case ApiRouter.Match.NoMatch _ -> throw RefusedException.of(404, "there is no such route");
      };
    } catch (RefusedException refusal) {
      return RefusalResponses.answer(refusal, form(request, path));
    } catch (StoreException e) {
      log.atWarn().addKeyValue("path", path).setCause(e).log("the store did not answer a request");
      return RefusalResponses.answer(storeTrouble(e), form(request, path));
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", path).setCause(e).log("a request failed by a defect");
      RefusedException refusal =
          RefusedException.of(500, "a defect of this service; its log says more");
      return RefusalResponses.answer(refusal, form(request, path));
    }
  }

  private static RefusedException storeTrouble(StoreException e) {
    return e.refused()
        ? RefusedException.of(500, "the database refuses what it was given; the log says more")
        : RefusedException.of(
            503, "the database does not answer; try again", "Retry-After", RETRY_AFTER_SECONDS);
  }

  private ApiResponse enter(Request request, ApiRouter.Match.Hit hit) {
    Principal caller = caller(request, hit.route().access());
    hit.route().access().admit(caller);
    String body = hit.route().takesBody() ? body(request) : "";
    // From here on only our own work takes time; each part of it has its own limit.
    request.addIdleTimeoutListener(_ -> false);
    return hit.route()
        .handler()
        .handle(
            new ApiRequest(
                hit.parameter(),
                query(request),
                caller,
                accept(request),
                Objects.requireNonNullElse(request.getHeaders().get("Last-Event-ID"), ""),
                client(request),
                body));
  }

  private ClientInfo client(Request request) {
    HttpFields headers = request.getHeaders();
    List<String> authorization = headers.getValuesList(HttpHeader.AUTHORIZATION);
    return new ClientInfo(
        settings
            .proxies()
            .client(Request.getRemoteAddr(request), headers.getValuesList("X-Forwarded-For")),
        authorization.size() == 1 ? authorization.getFirst() : "",
        String.join("; ", headers.getValuesList(HttpHeader.COOKIE)),
        Objects.requireNonNullElse(headers.get(HttpHeader.CONTENT_TYPE), ""));
  }

  private @Nullable Principal caller(Request request, ApiRoute.Access access) {
    List<String> given = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (access == ApiRoute.Access.OPEN
        || (access == ApiRoute.Access.TOKEN_OPTIONAL && given.isEmpty())) {
      return null;
    }
    if (given.size() != 1) {
      throw RefusedException.unauthorized();
    }
    return BearerToken.token(given.getFirst())
        .flatMap(authenticator::authenticate)
        .orElseThrow(RefusedException::unauthorized);
  }

  private String body(Request request) {
    int limit = settings.limits().maxBody();
    RefusedException tooLarge =
        RefusedException.of(413, "the body is larger than " + limit + " bytes");
    if (request.getLength() > limit) {
      throw tooLarge;
    }
    Scheduler.Task cut = cutLater(request);
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(limit + 1);
      if (body.length > limit) {
        throw tooLarge;
      }
      return PercentDecoder.utf8(body)
          .orElseThrow(() -> RefusedException.of(400, "the body is not UTF-8"));
    } catch (IOException e) {
      throw RefusedException.of(408, "the body did not arrive", "Connection", "close");
    } finally {
      cut.cancel();
    }
  }

  /** A byte now and then would keep the idle limit away, and a login has shown no token yet. */
  private Scheduler.Task cutLater(Request request) {
    long millis = settings.limits().idle().multipliedBy(BODY_PATIENCE).toMillis();
    return request
        .getComponents()
        .getScheduler()
        .schedule(
            () -> request.fail(new TimeoutException("the body trickles in")),
            millis,
            TimeUnit.MILLISECONDS);
  }

  private static Map<String, String> query(Request request) {
    String raw = Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
    return PercentDecoder.query(raw)
        .orElseThrow(() -> RefusedException.of(400, "the query is not percent-encoded UTF-8"));
  }

  private static String accept(Request request) {
    return String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
  }

  private static RefusalResponses.Form form(Request request, String path) {
    if (ApiRequest.namesMediaType(accept(request), ProblemDetails.MEDIA_TYPE)) {
      return RefusalResponses.Form.PROBLEM;
    }
    return path.endsWith("/prune") ? RefusalResponses.Form.FLY_PRUNE : RefusalResponses.Form.FLY;
  }
}
