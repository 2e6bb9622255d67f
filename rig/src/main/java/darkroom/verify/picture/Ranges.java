package darkroom.verify.picture;

import darkroom.verify.Tally;
import java.io.IOException;
import java.util.Random;

/** Ranges and conditions, judged by RFC 9110 as api.md tells it: one range, or the whole file. */
final class Ranges {
  private final int port;
  private final String path;
  private final Tally tally;

  Ranges(int port, String path, Tally tally) {
    this.port = port;
    this.path = path;
    this.tally = tally;
  }

  void run(Random random, int count) throws IOException {
    tally.bad("ranges_wrong", "conditions_wrong");
    try (var wire = new RawHttp(port)) {
      RawHttp.Answer whole = wire.get(path);
      String body = whole.body();
      String tag = whole.headers().getOrDefault("etag", "");
      for (int i = 0; i < count; i++) {
        int first = random.nextInt(body.length() + 20);
        int last = first + random.nextInt(body.length());
        RawHttp.Answer answer = range(wire, "bytes=" + first + "-" + last);
        boolean right =
            first >= body.length()
                ? answer.status() == 416
                : answer.status() == 206
                    && answer
                        .body()
                        .equals(body.substring(first, Math.min(body.length(), last + 1)));
        tally.bad("ranges_wrong", right ? 0 : 1);
      }
      var many = new StringBuilder("bytes=0-0");
      while (many.length() < 12_000) {
        many.append(",1-1");
      }
      for (String odd :
          new String[] {
            many.toString(),
            "bytes=0-0,2-3",
            "bytes=-",
            "bytes=9-1",
            "bytes=a-b",
            "lines=0-1",
            "bytes=0-99999999999999999999999",
            "bytes = 0-1",
            "bytes=--1",
            ""
          }) {
        RawHttp.Answer answer = range(wire, odd);
        boolean right = answer.status() == 200 && answer.body().equals(body);
        tally.bad("ranges_wrong", right ? 0 : 1);
      }
      tally.volume("ranges", count + 10L, 2_000);
      conditions(wire, body, tag);
    }
  }

  private RawHttp.Answer range(RawHttp wire, String range) throws IOException {
    return wire.send("GET", path, "Range: " + range + "\r\n");
  }

  private void conditions(RawHttp wire, String body, String tag) throws IOException {
    wrong(wire.send("HEAD", path, "").status() != 200);
    wrong(wire.send("HEAD", path, "Range: bytes=0-1\r\n").status() != 200);
    wrong(wire.send("GET", path, "If-None-Match: " + tag + "\r\n").status() != 304);
    wrong(wire.send("GET", path, "If-None-Match: W/" + tag + "\r\n").status() != 304);
    wrong(wire.send("GET", path, "If-None-Match: *\r\n").status() != 304);
    wrong(wire.send("GET", path, "If-None-Match: \"x\", " + tag + "\r\n").status() != 304);
    wrong(!wire.send("GET", path, "If-None-Match: \"x\"\r\n").body().equals(body));
    wrong(!wire.send("GET", path, "If-Range: \"x\"\r\nRange: bytes=0-1\r\n").body().equals(body));
    wrong(wire.send("GET", path, "If-Range: " + tag + "\r\nRange: bytes=0-1\r\n").status() != 206);
    wrong(wire.send("POST", path, "Content-Length: 0\r\n").status() != 405);
    wrong(wire.send("DELETE", path, "").status() != 405);
    wrong(wire.send("PUT", path, "Content-Length: 0\r\n").status() != 405);
    tally.fact("conditions", 12);
  }

  private void wrong(boolean wrong) {
    tally.bad("conditions_wrong", wrong ? 1 : 0);
  }
}
