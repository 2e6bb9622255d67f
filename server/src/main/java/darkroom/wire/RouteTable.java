package darkroom.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/**
 * Finds the route of a raw path. GET routes answer HEAD too; a known path with another method is
 * told which ones it has. Immutable, thread-safe.
 */
public final class RouteTable {
  private final List<Route> routes;
  private final PathMappings<Map<String, Route>> mappings = new PathMappings<>();

  public RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    var byTemplate = new HashMap<String, Map<String, Route>>();
    for (Route route : routes) {
      Map<String, Route> methods =
          byTemplate.computeIfAbsent(route.template(), template -> new HashMap<>());
      if (methods.put(route.method(), route) != null) {
        throw new IllegalArgumentException(
            "route twice: " + route.method() + " " + route.template());
      }
    }
    byTemplate.forEach(
        (template, methods) -> mappings.put(new UriTemplatePathSpec(template), methods));
  }

  /** Every route, for documentation and for tests that must not miss one. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * The route for this exchange, whose path parameters are then set.
   *
   * @throws ApiException 404 or 405
   */
  Route find(Exchange exchange) {
    String path = withoutTrailingSlash(exchange.path());
    MatchedResource<Map<String, Route>> matched = mappings.getMatched(path);
    if (matched == null) {
      throw new ApiException(ApiError.NOT_FOUND, "No such route");
    }
    Map<String, Route> methods = matched.getResource();
    String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
    Route route = methods.get(method);
    if (route == null) {
      throw new ApiException(
          ApiError.METHOD_NOT_ALLOWED,
          "This route does not take " + printable(exchange.method()),
          Map.of("Allow", allowed(methods)));
    }
    if (matched.getPathSpec() instanceof UriTemplatePathSpec template) {
      exchange.setPathParameters(
          Optional.ofNullable(template.getPathParams(path)).orElse(Map.of()));
    }
    return route;
  }

  private static String allowed(Map<String, Route> methods) {
    var names = new TreeSet<>(methods.keySet());
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    return String.join(", ", names);
  }

  private static String withoutTrailingSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String printable(String method) {
    return method.matches("[A-Z]{1,20}") ? method : "this method";
  }
}
