package darkroom.verify.money;

import darkroom.RouteListing;
import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import darkroom.wire.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * The walls between tenants, route by route from the server's own table (threat T32); fields of the
 * server in every write (T33); keys revoked under use (T31); and whether a stolen database holds
 * any key or secret (T30). A round is one key issued and revoked.
 */
public final class TenancyRun implements Run {
  private static final int ROUNDS = 1_000;
  private static final int CASES_A_ROUTE = 5;
  private static final long MOST_LAG_MS = 1_000;
  private static final long GIVEN_UP_MS = 5_000;

  @Override
  public String name() {
    return "tenancy";
  }

  @Override
  public String promise() {
    return "no tenant reads, alters or tells apart anything of another";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    int rounds = plan.rounds(ROUNDS);
    List<Route> routes = RouteListing.of(plan.folder().resolve("listing"));
    try (var victim = Wire.queueing(Victim.of(plan)).start();
        var wire = new Wire(victim)) {
      Random random = plan.random("world");
      World world = World.make(victim, wire, random);
      wire.occupy();
      var matrix = new Matrix(wire, world, tally);
      tally.bad("leaks", "wrong_status", "uncovered_routes", "mass_assigned", "books_wrong");
      long fields = new ServerFields(wire, world).send(tally);
      matrix.ask(routes);
      tally.volume("checks", matrix.checks(), (long) routes.size() * CASES_A_ROUTE);
      tally.fact("routes", routes.size()).fact("fields_sent", fields);
      tally.fact(
          "notfound_bytes_equal",
          matrix.unequal() == 0 ? "all" : matrix.notFound() - matrix.unequal() + "");
      tally.fact("compared", matrix.notFound()).bad("notfound_unequal", matrix.unequal());
      List<String> canaries = revoke(wire, world, rounds, tally);
      canaries.addAll(world.ada().secrets());
      canaries.addAll(world.bob().secrets());
      canaries.addAll(List.of(world.ada().key(), world.bob().testKey(), world.admin()));
      victim.kill();
      search(victim.data(), canaries, world.ada().email(), tally);
      var books = new Tally();
      Books.audit(victim.data().resolve("darkroom.db"), books);
      tally.bad("books_wrong", books.faults(true).size());
    }
    return tally;
  }

  /** Issues keys, uses each, revokes it under use; returns their texts. */
  private static List<String> revoke(Wire wire, World world, int rounds, Tally tally)
      throws Exception {
    var texts = new ArrayList<String>();
    long most = 0;
    for (int i = 0; i < rounds; i++) {
      JsonNode key = wire.newKey(world.bob().email(), "");
      String text = key.path("api_key").asString();
      texts.add(text);
      tally.bad("wrong_status", wire.get("/api/user/balance", text).status() == 200 ? 0 : 1);
      wire.admin("keys/" + key.path("id").asString() + "/revoke", "");
      long revoked = System.nanoTime();
      // a key that is never revoked would be asked with for ever
      for (long lag = 0; lag < GIVEN_UP_MS; ) {
        if (wire.get("/api/user/balance", text).status() != 200) {
          break;
        }
        lag = (System.nanoTime() - revoked) / 1_000_000;
        most = Math.max(most, lag);
      }
    }
    tally.fact("revokes", rounds).atMost("revoke_lag_max_ms", most, MOST_LAG_MS);
    return texts;
  }

  /** The database and its log alone, as a thief of a backup has them. */
  private static void search(Path data, List<String> canaries, String control, Tally tally)
      throws Exception {
    long found = 0;
    long controls = 0;
    for (String name : List.of("darkroom.db", "darkroom.db-wal")) {
      Path file = data.resolve(name);
      if (Files.exists(file)) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        controls += bytes.contains(control) ? 1 : 0;
        for (String canary : canaries) {
          found += bytes.contains(canary) || bytes.contains(heart(canary)) ? 1 : 0;
        }
      }
    }
    tally.fact("canaries", canaries.size()).bad("canaries_found", found);
    tally.exactly("control_found", Math.min(1, controls), 1);
  }

  /** The random part, without what a mask shows of it. */
  private static String heart(String canary) {
    return canary.substring(12, canary.length() - 6);
  }
}
