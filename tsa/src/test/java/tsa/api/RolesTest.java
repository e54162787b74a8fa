package tsa.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tsa.testing.ApiRig;
import tsa.testing.RawHttp;

/**
 * Who may do what: every route with every kind of caller (docs/protocol/fly.md#who-may-do-what). A
 * route that is added without a row here fails.
 */
class RolesTest {
  private static final String W = "/api/v1/workers/:worker_name";

  /** What callers get; the worker, where there is one, is the one of the column. */
  private static final String TABLE =
      """
      # route                        | no token | bad token | no role | viewer | operator | member | owner of main | admin token
      GET /livez                     | 200      | 200       | 200     | 200    | 200      | 200    | 200           | 200
      GET /api/v1/info               | 200      | 401       | 200     | 200    | 200      | 200    | 200           | 200
      POST /sky/issuer/token         | 400      | 400       | 400     | 400    | 400      | 400    | 400           | 400
      GET /sky/logout                | 401      | 401       | 401     | 401    | 401      | 401    | 401           | 401
      GET /login                     | 200      | 200       | 200     | 200    | 200      | 200    | 200           | 200
      POST /login                    | 415      | 415       | 415     | 415    | 415      | 415    | 415           | 415
      GET /fly_success               | 200      | 200       | 200     | 200    | 200      | 200    | 200           | 200
      GET /api/v1/user               | 401      | 401       | 200     | 200    | 200      | 200    | 200           | 200
      GET /api/v1/teams              | 200      | 401       | 200     | 200    | 200      | 200    | 200           | 200
      DELETE /api/v1/users/:user_name/tokens | 401 | 401      | 403     | 403    | 403      | 403    | 200           | 200
      GET /api/v1/workers            | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET /api/v1/events             | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET /api/v1/fleet              | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET /readyz                    | 200      | 200       | 200     | 200    | 200      | 200    | 200           | 200
      GET /metrics                   | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      GET W/health alpha             | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET W/health delta             | 401      | 401       | 403     | 503    | 503      | 503    | 503           | 503
      GET W/health nosuch            | 401      | 401       | 403     | 503    | 503      | 503    | 503           | 503
      # a worker of main, their own team
      GET W bravo                    | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET W/events bravo             | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET W/checks bravo             | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      PUT W/check bravo              | 401      | 401       | 403     | 403    | 403      | 409    | 409           | 409
      PUT W/land bravo               | 401      | 401       | 403     | 403    | 403      | 200    | 200           | 200
      PUT W/retire bravo             | 401      | 401       | 403     | 403    | 403      | 200    | 200           | 200
      PUT W/prune bravo              | 401      | 401       | 403     | 403    | 403      | 200    | 200           | 200
      PUT W/cordon bravo             | 401      | 401       | 403     | 403    | 403      | 200    | 200           | 200
      PUT W/uncordon bravo           | 401      | 401       | 403     | 403    | 403      | 200    | 200           | 200
      DELETE W bravo                 | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      # a worker of all teams
      GET W golf                     | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET W/events golf              | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      GET W/checks golf              | 401      | 401       | 403     | 200    | 200      | 200    | 200           | 200
      PUT W/check golf               | 401      | 401       | 403     | 403    | 403      | 403    | 409           | 409
      PUT W/land golf                | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      PUT W/retire golf              | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      PUT W/prune golf               | 401      | 401       | 403     | 403    | 403      | 403    | 400           | 400
      PUT W/cordon golf              | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      PUT W/uncordon golf            | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      DELETE W golf                  | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      # a worker of another team
      GET W delta                    | 401      | 401       | 403     | 404    | 404      | 404    | 200           | 200
      GET W/events delta             | 401      | 401       | 403     | 404    | 404      | 404    | 200           | 200
      GET W/checks delta             | 401      | 401       | 403     | 404    | 404      | 404    | 200           | 200
      PUT W/check delta              | 401      | 401       | 403     | 403    | 403      | 404    | 409           | 409
      PUT W/land delta               | 401      | 401       | 403     | 403    | 403      | 404    | 200           | 200
      PUT W/retire delta             | 401      | 401       | 403     | 403    | 403      | 404    | 200           | 200
      PUT W/prune delta              | 401      | 401       | 403     | 403    | 403      | 404    | 200           | 200
      PUT W/cordon delta             | 401      | 401       | 403     | 403    | 403      | 404    | 200           | 200
      PUT W/uncordon delta           | 401      | 401       | 403     | 403    | 403      | 404    | 200           | 200
      DELETE W delta                 | 401      | 401       | 403     | 403    | 403      | 403    | 200           | 200
      # a worker that is forgotten, of which there are events
      GET W hotel                    | 401      | 401       | 403     | 404    | 404      | 404    | 404           | 404
      GET W/events hotel             | 401      | 401       | 403     | 404    | 404      | 404    | 200           | 200
      PUT W/land hotel               | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      # a name that nobody has
      GET W nosuch                   | 401      | 401       | 403     | 404    | 404      | 404    | 404           | 404
      GET W/events nosuch            | 401      | 401       | 403     | 404    | 404      | 404    | 404           | 404
      GET W/checks nosuch            | 401      | 401       | 403     | 404    | 404      | 404    | 404           | 404
      PUT W/check nosuch             | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      PUT W/land nosuch              | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      PUT W/retire nosuch            | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      PUT W/prune nosuch             | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      PUT W/cordon nosuch            | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      PUT W/uncordon nosuch          | 401      | 401       | 403     | 403    | 403      | 404    | 404           | 404
      DELETE W nosuch                | 401      | 401       | 403     | 403    | 403      | 403    | 404           | 404
      """;

  /** In the order of the columns; the member is one of main only. */
  private static final List<String> CALLERS =
      List.of(
          "",
          ApiRig.bearer("wrong"),
          ApiRig.bearer(ApiRig.OUTSIDER),
          ApiRig.bearer(ApiRig.VIEWER),
          ApiRig.bearer(ApiRig.OPERATOR),
          ApiRig.bearer(ApiRig.MEMBER_OF_MAIN),
          ApiRig.bearer(ApiRig.OWNER),
          ApiRig.bearer(ApiRig.ADMIN));

  private final ApiRig rig = new ApiRig();

  @AfterEach
  void close() {
    rig.close();
  }

  /**
   * A row.
   *
   * @param worker empty if the route has none
   */
  record Row(String method, String path, String worker, List<Integer> statuses) {
    String route() {
      return method + " " + path;
    }

    static Row of(String line) {
      List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      String[] words = (cells.getFirst() + " ").split(" ", -1);
      return new Row(
          words[0],
          words[1].replaceFirst("^W", W),
          words[2],
          cells.stream().skip(1).map(Integer::valueOf).toList());
    }
  }

  static Stream<Row> rows() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(Row::of);
  }

  /** Reads no body: that of a stream does not end. */
  private int status(String method, String path, String headers) {
    try {
      return RawHttp.status(RawHttp.keepAlive(rig.port(), RawHttp.request(method, path, headers)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everybodyGetsTheirOwn(Row row) {
    String path = row.path().replace(":worker_name", row.worker()).replace(":user_name", "otto");
    for (int i = 0; i < CALLERS.size(); i++) {
      assertThat(status(row.method(), path, CALLERS.get(i)))
          .as("%s %s by caller %d", row.method(), path, i)
          .isEqualTo(row.statuses().get(i));
      if (row.statuses().get(i) == 200 && !row.method().equals("GET")) {
        rig.refill();
      }
    }
  }

  @Test
  void everyRouteHasARow() {
    assertThat(new TreeSet<>(rig.routes())).isEqualTo(new TreeSet<>(routesWithRows()));
  }

  private static Set<String> routesWithRows() {
    return rows().map(Row::route).collect(toSet());
  }

  /** Asking for what is another team's must look like asking for nothing. */
  @Test
  void namesOfOtherTeamsCannotBeProbed() {
    for (String what : List.of("GET ", "PUT /land", "PUT /prune", "PUT /check", "GET /events")) {
      String method = what.substring(0, what.indexOf(' '));
      String path = "/api/v1/workers/%s" + what.substring(what.indexOf(' ') + 1);
      String headers = ApiRig.bearer(ApiRig.MEMBER_OF_MAIN);
      String other =
          RawHttp.exchange(rig.port(), RawHttp.request(method, path.formatted("delta"), headers));
      String none =
          RawHttp.exchange(rig.port(), RawHttp.request(method, path.formatted("dalta"), headers));
      assertThat(withoutDate(other).replace("delta", "dalta")).isEqualTo(withoutDate(none));
    }
  }

  private static String withoutDate(String answer) {
    return answer.replaceFirst("Date: [^\r]*", "");
  }

  @Test
  void theHistorySaysWhoAndThroughWhichTeam() {
    String land = "/api/v1/workers/bravo/retire?reason=too%20old";
    for (Map.Entry<String, String> caller :
        Map.of(
                ApiRig.MEMBER_OF_MAIN, "mia (main)",
                ApiRig.OWNER, "test (main)",
                ApiRig.MEMBER, "mary (main)",
                ApiRig.ADMIN, "admin")
            .entrySet()) {
      assertThat(status("PUT", land, ApiRig.bearer(caller.getKey()))).isEqualTo(200);
      assertThat(rig.history().all().getLast().actor()).isEqualTo(caller.getValue());
      assertThat(rig.history().all().getLast().reason().details()).containsValue("too old");
      rig.refill();
    }
    status("PUT", "/api/v1/workers/delta/retire", ApiRig.bearer(ApiRig.MEMBER));
    assertThat(rig.history().all().getLast().actor()).isEqualTo("mary (team-b)");
  }
}
