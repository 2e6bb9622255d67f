package darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private final RouteTable table =
      new RouteTable(
          List.of(
              route("GET", "/things"),
              route("POST", "/things"),
              route("GET", "/things/{id}"),
              route("POST", "/things/{id}/close"),
              route("GET", "/things/special"),
              route("POST", "/only-post")));

  @ParameterizedTest
  @CsvSource({
    "GET, /things, GET /things",
    "HEAD, /things, GET /things",
    "POST, /things/, POST /things",
    "GET, /things/7, GET /things/{id}",
    "GET, /things/7/, GET /things/{id}",
    "GET, /things/special, GET /things/special",
    "POST, /things/7/close, POST /things/{id}/close"
  })
  void a_path_finds_its_route(String method, String path, String expected) {
    Route route = table.find(new FakeExchange(method, path));

    assertThat(route.method() + " " + route.template()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/things/a%2Fb, a%2Fb", "/things/%25, %25", "/things/a.b~c, a.b~c"})
  void a_part_of_the_path_stays_as_it_came(String path, String part) {
    var exchange = new FakeExchange("GET", path);

    table.find(exchange);

    assertThat(exchange.pathParameter("id")).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/thing", "/things/7/8", "/things//", "/things/7/close/x", "/THINGS"})
  void an_unknown_path_is_not_found(String path) {
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> table.find(new FakeExchange("GET", path)));

    assertThat(refused.error()).isEqualTo(ApiError.NOT_FOUND);
    assertThat(refused).hasMessage("No such route");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /things, 'GET, HEAD, POST', DELETE",
    "GET, /only-post, POST, GET",
    "HEAD, /only-post, POST, HEAD",
    "br<ew, /things/7, 'GET, HEAD', this method"
  })
  void a_wrong_method_is_told_the_right_ones(
      String method, String path, String allowed, String named) {
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> table.find(new FakeExchange(method, path)));

    assertThat(refused.error()).isEqualTo(ApiError.METHOD_NOT_ALLOWED);
    assertThat(refused).hasMessage("This route does not take " + named);
    assertThat(refused.headers()).containsEntry("Allow", allowed);
  }

  @Test
  void a_route_stands_there_once() {
    assertThatThrownBy(() -> new RouteTable(List.of(route("GET", "/a"), route("GET", "/a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("route twice: GET /a");
  }

  private static Route route(String method, String template) {
    return Route.open(method, template, exchange -> Answer.text(200, template));
  }
}
