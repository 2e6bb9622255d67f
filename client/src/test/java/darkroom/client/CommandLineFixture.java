package darkroom.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands below a root like the real one, against a fake server; keeps what they print. */
final class CommandLineFixture implements AutoCloseable {
  static final String MEMBER_KEY = "sk-0123456789ABCDEFGHIJabcdefghij2i4Bwd";

  final FakeDarkroom server = new FakeDarkroom();
  final FakeSleeper sleeper = new FakeSleeper();
  final Map<String, String> environment = new LinkedHashMap<>();
  boolean terminal;
  String typed = "";

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "darkroom")
  private static final class Root {}

  CommandLineFixture(Path folder) throws IOException {
    this.folder = folder;
    environment.put("DARKROOM_SERVER", server.url().toString());
    environment.put("DARKROOM_KEY", MEMBER_KEY);
    environment.put("DARKROOM_ADMIN_KEY", "sk-admin");
  }

  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var root = new CommandLine(new Root());
    Commands.all(new Surroundings(environment, folder, terminal, () -> typed, sleeper))
        .forEach(root::addSubcommand);
    root.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  FakeDarkroom.Request lastRequest() {
    return server.requests().getLast();
  }

  @Override
  public void close() {
    server.close();
  }
}
