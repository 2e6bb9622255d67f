package darkroom.verify.money;

import darkroom.verify.Tally;
import darkroom.verify.money.RouteCase.Ask;
import darkroom.verify.money.Wire.Reply;
import darkroom.wire.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Asks every route as its owner, as another tenant, for what is absent or malformed, and with a
 * revoked key; on admin routes also as a member and with a test key. What another tenant is told
 * about what is there and about what is not has to be the same, byte for byte.
 */
final class Matrix {
  private static final int NOT_ALLOWED = 403;

  private final Wire wire;
  private final World world;
  private final Tally tally;
  private long checks;
  private long notFound;
  private long unequal;

  Matrix(Wire wire, World world, Tally tally) {
    this.wire = wire;
    this.world = world;
    this.tally = tally;
  }

  long checks() {
    return checks;
  }

  /** Pairs of answers compared byte for byte, and how many of them differed. */
  long notFound() {
    return notFound;
  }

  long unequal() {
    return unequal;
  }

  /** Those that end what others need come last. */
  void ask(List<Route> routes) throws Exception {
    for (Route route :
        routes.stream().sorted((a, b) -> Boolean.compare(ends(a), ends(b))).toList()) {
      Optional<RouteCase> known = RouteCase.of(route.method(), route.template(), world);
      if (known.isEmpty()) {
        tally.bad("uncovered_routes", 1);
        System.err.println("no case for " + route.method() + " " + route.template());
        continue;
      }
      switch (route.access()) {
        case OPEN -> open(route, known.get());
        case KEY, SUBMIT -> keyed(route, known.get());
        case ADMIN -> admin(route, known.get());
      }
    }
  }

  private static boolean ends(Route route) {
    return route.template().endsWith("/revoke") || route.template().endsWith("/rotate");
  }

  /** Open routes answer alike whatever key comes along. */
  private void open(Route route, RouteCase asked) throws Exception {
    Reply own = expect(route, asked.own(), "", asked.answered());
    for (String key :
        List.of(world.bob().key(), world.unknown(), world.revoked(), "sk-malformed")) {
      same(route, own, expect(route, asked.own(), key, asked.answered()));
    }
    if (asked.absent().isPresent()) {
      Reply absent = expect(route, asked.absent().get(), "", 404);
      same(route, absent, expect(route, asked.malformed().orElseThrow(), "", 404));
      String beside = asked.own().path().replaceFirst("/[^/]*$", "/9.png");
      same(route, absent, expect(route, new Ask(beside, ""), "", 404));
    }
  }

  private void keyed(Route route, RouteCase asked) throws Exception {
    Reply own = expect(route, asked.own(), world.ada().key(), 200);
    boolean foreign = asked.absent().isPresent();
    Reply other = expect(route, asked.own(), world.bob().key(), foreign ? 404 : 200);
    hides(route, other);
    expect(route, asked.own(), world.ada().testKey(), 200);
    if (foreign) {
      Reply absent = expect(route, asked.absent().get(), world.bob().key(), 404);
      same(route, absent, other);
      same(route, absent, expect(route, asked.malformed().orElseThrow(), world.bob().key(), 404));
      same(route, absent, expect(route, asked.own(), world.bob().testKey(), 404));
    } else {
      tally.bad("leaks", Arrays.equals(own.body(), other.body()) ? 1 : 0);
    }
    keyless(route, asked, world.revoked());
  }

  private void admin(Route route, RouteCase asked) throws Exception {
    for (String key : List.of(world.ada().key(), world.bob().key(), world.ada().testKey())) {
      Reply refused = expect(route, asked.own(), key, NOT_ALLOWED);
      hides(route, refused);
      if (asked.absent().isPresent()) {
        same(route, refused, expect(route, asked.absent().get(), key, NOT_ALLOWED));
      }
    }
    keyless(route, asked, world.revokedAdmin());
    if (asked.absent().isPresent()) {
      Reply absent = expect(route, asked.absent().get(), world.admin(), 404);
      same(route, absent, expect(route, asked.malformed().orElseThrow(), world.admin(), 404));
    }
    expect(route, asked.own(), world.admin(), 200);
  }

  /** A revoked key is told what an unknown one is told, about what is there and what is not. */
  private void keyless(Route route, RouteCase asked, String revoked) throws Exception {
    Reply unknown = expect(route, asked.own(), world.unknown(), 401);
    same(route, unknown, expect(route, asked.own(), revoked, 401));
    same(route, unknown, expect(route, asked.own(), "", 401));
    same(route, unknown, expect(route, asked.absent().orElse(asked.own()), revoked, 401));
    hides(route, unknown);
    expect(route, asked.own(), "sk-malformed", 401);
  }

  private Reply expect(Route route, Ask ask, String key, int status) throws Exception {
    checks++;
    Reply reply = wire.send(route.method(), ask.path(), key, ask.body(), java.util.Map.of());
    if (reply.status() != status) {
      boolean got = reply.status() == 200;
      tally.bad(got ? "leaks" : "wrong_status", 1);
      System.err.println(
          "%s %s answered %d (expected: %d)"
              .formatted(route.method(), ask.path(), reply.status(), status));
    }
    return reply;
  }

  private void same(Route route, Reply one, Reply other) {
    notFound++;
    if (one.status() != other.status() || !Arrays.equals(one.body(), other.body())) {
      unequal++;
      System.err.println(
          "%s %s: %s and %s".formatted(route.method(), route.template(), one.text(), other.text()));
    }
  }

  /** Nothing of the first tenant's may stand in what others are answered. */
  private void hides(Route route, Reply reply) {
    String text = reply.text();
    for (String canary : world.ada().canaries()) {
      if (text.contains(canary)) {
        tally.bad("leaks", 1);
        System.err.println(route.method() + " " + route.template() + " shows " + canary);
      }
    }
  }
}
