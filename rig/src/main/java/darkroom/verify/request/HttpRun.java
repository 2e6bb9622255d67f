package darkroom.verify.request;

import darkroom.verify.Plan;
import darkroom.verify.Run;
import darkroom.verify.Tally;
import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * V15: requests that two readers cut differently (T23), callers that are slow (T25), and more
 * connections than one address may have (L11). A round is a second of slowness.
 */
public final class HttpRun implements Run {
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] (?!100)(\\d{3}) ");
  private static final List<Integer> REFUSALS = List.of(400, 426, 501, 505);
  private static final int CAP = 200;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String promise() {
    return "one request, one answer, however it is cut; slow callers take nothing from quick ones";
  }

  @Override
  public Tally run(Plan plan) throws Exception {
    var tally = new Tally();
    try (Victim victim = Victim.of(plan).env("DARKROOM_WORKER_TASKS", "2").start()) {
      smuggle(plan, victim, tally);
      new SlowCrowd(plan, victim).run(tally);
    }
    Victim.Settings exposed =
        Victim.of(plan)
            .data(plan.folder().resolve("exposed"))
            .env("DARKROOM_PUBLIC_URL", "https://img.example.org");
    try (Victim victim = exposed.start()) {
      cap(victim, tally);
    }
    return tally;
  }

  private void smuggle(Plan plan, Victim victim, Tally tally) throws Exception {
    String admin = victim.adminKey();
    List<SmuggleCase> cases = SmuggleCases.all();
    int sent = 0;
    tally.bad("desync", "wrong_answer", "insides_shown");
    // one route reads its body before it answers, the other answers at once
    for (boolean reading : new boolean[] {true, false}) {
      String target = reading ? Caller.SUBMIT : "/api/user/balance";
      String auth = reading ? "Authorization: Bearer " + Victim.MEMBER_KEY + "\r\n" : "";
      for (SmuggleCase one : cases) {
        sent++;
        byte[] request = one.bytes(target, auth, hidden(admin, "hidden-" + sent));
        judge(plan, tally, one, reading, exchange(victim.port(), request));
      }
    }
    exchange(victim.port(), honest(admin).getBytes(StandardCharsets.ISO_8859_1));
    try (var caller = new Caller(victim, admin)) {
      String accounts = caller.get("/v2/admin/accounts").body();
      for (int i = 1; i <= sent; i++) {
        if (accounts.contains("\"hidden-" + i + "@")) {
          tally.bad("desync", 1);
          plan.progress("ran: " + cases.get((i - 1) % cases.size()).shown());
        }
      }
      // the proof that a request which did get through would have been seen
      tally.exactly("control_ran", accounts.contains("\"control@") ? 1 : 0, 1);
    }
    tally.volume("smuggle", sent, 80);
  }

  private static void judge(
      Plan plan, Tally tally, SmuggleCase one, boolean reading, String reply) {
    List<Integer> statuses =
        ANSWER.matcher(reply).results().map(found -> Integer.parseInt(found.group(1))).toList();
    if (statuses.size() > 1) {
      tally.bad("desync", 1);
      plan.progress("answers " + statuses + ": " + one.shown());
    } else if (statuses.isEmpty() || statuses.getFirst() / 100 < 4) {
      tally.bad("wrong_answer", 1);
      plan.progress("answer " + statuses + ": " + one.shown());
    } else if (!one.legal()
        && !REFUSALS.contains(statuses.getFirst())
        && (reading || one.body().isEmpty() || statuses.getFirst() != 405)) {
      tally.bad("wrong_answer", 1);
      plan.progress("taken as well-formed, " + statuses + ": " + one.shown());
    }
    if (reply.contains("Exception") || reply.contains("org.eclipse")) {
      tally.bad("insides_shown", 1);
    }
  }

  private static String hidden(String admin, String name) {
    String body = "{\"email\": \"" + name + "@example.org\"}";
    return "POST /v2/admin/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + admin
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String honest(String admin) {
    return "POST /api/user/balance HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        + hidden(admin, "control");
  }

  /** Sends all of it, says that no more comes, and reads to the end. */
  static String exchange(int port, byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      var all = new StringBuilder();
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
          all.append((char) next);
        }
        return all.toString();
      } catch (SocketException | SocketTimeoutException end) {
        return all.toString();
      }
    }
  }

  /** All from one address that is not exempt; each asks something, so that it is surely counted. */
  private static void cap(Victim victim, Tally tally) throws IOException {
    var open = new ArrayList<Socket>();
    try {
      int served = 0;
      for (int i = 0; i < CAP; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), victim.port()));
        served += isServed(open.getLast()) ? 1 : 0;
      }
      open.add(new Socket(InetAddress.getLoopbackAddress(), victim.port()));
      // the probe that waited for its start may still hold one of them
      tally
          .fact("cap_served", served)
          .exactly("over_cap_served", isServed(open.getLast()) ? 1 : 0, 0);
      tally.atMost("cap_refused", CAP - served, 1);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static boolean isServed(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    try {
      String ask = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read(new byte[4_096]) > 0;
    } catch (SocketException reset) {
      return false;
    }
  }
}
