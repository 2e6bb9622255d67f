package darkroom.http;

import darkroom.wire.Route;
import java.util.List;

/** Every route of this room. The numbers are those of the contract's endpoint table. */
public final class HttpApi {

  private HttpApi() {}

  public static List<Route> routes(
      GenerateHandler generate,
      TaskHandler tasks,
      AccountHandler account,
      FileHandler files,
      EngineCallbackHandler engines,
      HealthHandler health) {
    return List.of(
        // 1, 2: submit and status
        Route.submit("POST", "/api/generate/submit", generate::submit),
        Route.key("GET", "/api/generate/status/{task_id}", generate::status),
        // 13: the id as a query parameter
        Route.key("GET", "/api/generate/status", generate::statusByQuery),
        Route.key("POST", "/api/generate/status", generate::statusByQuery),
        Route.key("GET", "/api/task/status", generate::statusByQuery),
        Route.key("POST", "/api/task/status", generate::statusByQuery),
        // the same and more, while the task runs too
        Route.key("GET", "/v2/tasks/{task_id}", tasks::show),
        // 3: balance
        Route.key("GET", "/api/user/balance", account::balance),
        // 10: webhook secret
        Route.key("GET", "/api/api-keys/webhook-secret", account::webhookSecret),
        Route.key("POST", "/api/api-keys/webhook-secret/rotate", account::rotateWebhookSecret),
        // 14: pictures
        Route.open("GET", "/f/{token}/{name}", files::get),
        // engines tell that they are done
        Route.open("POST", "/engine-callback/{engine}/{attempt}/{signature}", engines::receive),
        // 16: operation
        Route.open("GET", "/health/live", health::live),
        Route.open("GET", "/health/ready", health::ready),
        Route.admin("GET", "/metrics", (exchange, key) -> health.metrics(exchange)));
  }

  /** What the management address serves: nothing that needs a key. */
  public static List<Route> management(HealthHandler health) {
    return List.of(
        Route.open("GET", "/health/live", health::live),
        Route.open("GET", "/health/ready", health::ready),
        Route.open("GET", "/metrics", health::metrics));
  }
}
