package darkroom.verify.money;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one route is asked: with ids that are there, with ids of nobody, and with ids that are none.
 * The table is by method and template; a route without a line here fails the run.
 *
 * @param own path and body with ids of the first tenant
 * @param absent the same with well-formed ids that are nobody's; empty where the route takes none
 * @param malformed the same with ids that are out of form
 * @param answered status of the own ones; 404 where only a signature of the server's own would do
 */
record RouteCase(Ask own, Optional<Ask> absent, Optional<Ask> malformed, int answered) {
  private static final String ODD = "%27%20or%201%3D1--";
  private static final Map<String, Function<World, RouteCase>> TABLE = table();

  /** A path and a body; empty for none. */
  record Ask(String path, String body) {}

  static Optional<RouteCase> of(String method, String template, World world) {
    return Optional.ofNullable(TABLE.get(method + " " + template)).map(made -> made.apply(world));
  }

  private static Map<String, Function<World, RouteCase>> table() {
    var table = new HashMap<String, Function<World, RouteCase>>();
    table.put("POST /api/generate/submit", world -> plain(Wire.SUBMIT, Wire.TASK));
    table.put("GET /api/generate/status/{task_id}", world -> task(world, "/api/generate/status/"));
    for (String path : new String[] {"/api/generate/status", "/api/task/status"}) {
      table.put("GET " + path, world -> task(world, path + "?task_id="));
      table.put("POST " + path, world -> task(world, path + "?task_id="));
    }
    table.put("GET /v2/tasks/{task_id}", world -> task(world, "/v2/tasks/"));
    table.put("GET /api/user/balance", world -> plain("/api/user/balance", ""));
    table.put(
        "GET /api/api-keys/webhook-secret", world -> plain("/api/api-keys/webhook-secret", ""));
    table.put(
        "POST /api/api-keys/webhook-secret/rotate",
        world -> plain("/api/api-keys/webhook-secret/rotate", ""));
    table.put(
        "GET /f/{token}/{name}",
        world ->
            ids(
                world.ada().file(),
                "/f/" + world.absentToken() + "/1.jpg",
                "/f/" + ODD + "/1.jpg"));
    String callback = "/engine-callback/builtin/" + "a".repeat(20) + "/";
    table.put(
        "POST /engine-callback/{engine}/{attempt}/{signature}",
        world ->
            new RouteCase(
                new Ask(callback + "A".repeat(43), "{}"),
                Optional.of(new Ask(callback + world.absentToken(), "{}")),
                Optional.of(new Ask(callback + ODD, "{}")),
                404));
    table.put("GET /health/live", world -> plain("/health/live", ""));
    table.put("GET /health/ready", world -> plain("/health/ready", ""));
    table.put("GET /metrics", world -> plain("/metrics", ""));
    admin(table);
    return Map.copyOf(table);
  }

  private static void admin(Map<String, Function<World, RouteCase>> table) {
    String accounts = "/v2/admin/accounts";
    String keys = "/v2/admin/keys";
    table.put("GET " + accounts, world -> plain(accounts, ""));
    table.put("POST " + accounts, world -> plain(accounts, "{\"email\": \"new@example.org\"}"));
    table.put(
        "GET " + accounts + "/{account}",
        world ->
            ids(
                accounts + "/" + world.ada().id(),
                accounts + "/acc_0000000000000000",
                accounts + "/" + ODD));
    table.put(
        "GET " + keys,
        world ->
            ids(
                keys + "?account=" + world.ada().id(),
                keys + "?account=acc_0000000000000000",
                keys + "?account=" + ODD));
    table.put(
        "POST " + keys, world -> plain(keys, "{\"account\": \"" + world.bob().email() + "\"}"));
    table.put(
        "POST " + keys + "/{key}/revoke",
        world ->
            ids(
                keys + "/" + world.ada().keyId() + "/revoke",
                keys + "/key_0000000000000000/revoke",
                keys + "/" + ODD + "/revoke"));
    String engines = "/v2/admin/engines";
    table.put("GET " + engines, world -> plain(engines, ""));
    table.put(
        "POST " + engines + "/{engine}",
        world ->
            ids(
                engines + "/builtin",
                engines + "/nobody",
                engines + "/" + ODD,
                "{\"mode\": \"enabled\"}"));
    table.put(
        "POST " + engines + "/{engine}/test",
        world ->
            ids(
                engines + "/builtin/test",
                engines + "/nobody/test",
                engines + "/" + ODD + "/test",
                "{}"));
    table.put(
        "POST /v2/admin/credits",
        world ->
            plain(
                "/v2/admin/credits",
                "{\"account\": \"" + world.bob().email() + "\", \"amount\": 1}"));
  }

  private static RouteCase plain(String path, String body) {
    return new RouteCase(new Ask(path, body), Optional.empty(), Optional.empty(), 200);
  }

  private static RouteCase task(World world, String before) {
    return ids(before + world.ada().task(), before + world.absentTask(), before + ODD);
  }

  private static RouteCase ids(String own, String absent, String malformed) {
    return ids(own, absent, malformed, "");
  }

  private static RouteCase ids(String own, String absent, String malformed, String body) {
    return new RouteCase(
        new Ask(own, body),
        Optional.of(new Ask(absent, body)),
        Optional.of(new Ask(malformed, body)),
        200);
  }
}
