package darkroom.verify.picture;

import com.sun.net.httpserver.HttpServer;
import darkroom.verify.Plan;
import darkroom.verify.Tally;
import darkroom.verify.rig.Polyglots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Files that are a picture and something else (T14): what is stored has to be of the type it is
 * served as, and a browser that opens it must not run its script. A page of our own with the same
 * script shows first that the browser would call back.
 */
final class Polyglot {
  private static final long BROWSER_SECONDS = 60;

  private final Plan plan;
  private final Caller caller;
  private final Tally tally;
  private final Set<String> ran = ConcurrentHashMap.newKeySet();

  Polyglot(Plan plan, Caller caller, Tally tally) {
    this.plan = plan;
    this.caller = caller;
    this.tally = tally;
  }

  void run() throws Exception {
    HttpServer listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    int port = listener.getAddress().getPort();
    listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    listener.createContext(
        "/ran",
        exchange -> {
          ran.add(String.valueOf(exchange.getRequestURI().getQuery()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    listener.createContext(
        "/control",
        exchange -> {
          byte[] page = Polyglots.script("control", port).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    listener.start();
    try {
      open(URI.create("http://127.0.0.1:" + port + "/control"));
      tally.exactly("browser_control", ran.remove("control") ? 1 : 0, 1);
      List<URI> stored = store(port);
      for (URI url : stored) {
        open(url);
      }
      tally.volume("opened", stored.size(), 20);
      tally.bad("script_runs", ran.size());
    } finally {
      listener.stop(0);
    }
  }

  private List<URI> store(int port) throws Exception {
    tally.bad("mistyped");
    var stored = new ArrayList<URI>();
    for (int i = 0; i < Polyglots.COUNT; i++) {
      String prompt = "{{lie poly-" + i + "-" + port + "}}";
      String task = caller.submit(prompt, List.of()).task().orElseThrow();
      JsonNode end = caller.end(task).orElseThrow(() -> new IOException("no end of " + prompt));
      if (end.path("status").asString().equals("finished")) {
        URI url = URI.create(end.path("files").get(0).path("file_url").asString());
        HttpResponse<byte[]> answer = caller.file(url);
        tally.bad("mistyped", isHonest(answer) ? 0 : 1);
        stored.add(url);
      }
    }
    tally.volume("polyglots", Polyglots.COUNT, Polyglots.COUNT);
    return stored;
  }

  private static boolean isHonest(HttpResponse<byte[]> answer) {
    String head = new String(answer.body(), 0, 12, StandardCharsets.ISO_8859_1);
    String type = answer.headers().firstValue("Content-Type").orElse("");
    boolean typed =
        switch (type) {
          case "image/png" -> head.startsWith("\u0089PNG");
          case "image/jpeg" -> head.startsWith("\u00ff\u00d8\u00ff");
          case "image/gif" -> head.startsWith("GIF8");
          case "image/webp" -> head.startsWith("RIFF") && head.endsWith("WEBP");
          default -> false;
        };
    return typed
        && header(answer, "X-Content-Type-Options").equals("nosniff")
        && header(answer, "Content-Security-Policy").equals("sandbox; default-src 'none'")
        && header(answer, "Cross-Origin-Resource-Policy").equals("cross-origin")
        && header(answer, "Access-Control-Allow-Origin").equals("*")
        && header(answer, "Content-Disposition").isEmpty();
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private void open(URI url) throws IOException, InterruptedException {
    Path profile = plan.folder().resolve("browser");
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=1000",
                "--dump-dom",
                url.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS)) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
      throw new IOException("chromium did not end");
    }
    if (browser.exitValue() != 0) {
      throw new IOException("chromium ended with " + browser.exitValue());
    }
  }
}
