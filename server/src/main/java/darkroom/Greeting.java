package darkroom;

import darkroom.config.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a start tells its operator: the address and, until it was told, the first key.
 *
 * @param made the first key, when this start made it
 * @param file where it stands until somebody saw it
 */
record Greeting(URI url, Optional<Secret> made, Path file) {
  /** Where the commands look for a server by themselves. */
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

  /**
   * Shows the key on a terminal and deletes its file after that, and only then: a start that ends
   * in between, or has no terminal, leaves the key where it can be read.
   */
  void print(PrintStream out, boolean onTerminal) {
    out.println();
    out.println("Darkroom listens on " + url);
    if (made.isPresent() && onTerminal) {
      out.println("Your API key, shown this once: " + made.get().value());
      out.println();
      out.println(curl(made.get().value()));
      out.flush();
      if (!out.checkError()) {
        forget(out);
      }
    } else if (made.isPresent() || (onTerminal && Files.exists(file))) {
      out.println("Your API key is in the file " + file);
      out.println();
      out.println(curl("$(cat " + file + ")"));
    }
    out.println();
    out.flush();
  }

  /** For a start that is only tried out. */
  void printPlace(PrintStream out) {
    if (made.isPresent()) {
      out.println("Your API key is in the file " + file);
      out.flush();
    }
  }

  private void forget(PrintStream out) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      out.println();
      out.println("It stands in the file " + file + " too, which could not be deleted.");
    }
  }

  /** A submit and the question for its status, ready to paste. */
  private String curl(String key) {
    return """
    Try it:

      curl -s %1$s/api/generate/submit \\
        -H "Authorization: Bearer %2$s" -H "Content-Type: application/json" \\
        -d '{"model": "seedream-4.5", "input": {"prompt": "A lighthouse in fog", "size": "3:2"}}'

      curl -s %1$s/api/generate/status/TASK_ID -H "Authorization: Bearer %2$s"

    or, in this folder:  DARKROOM_KEY="%2$s" ./darkroom generate %3$s"A lighthouse in fog"
    """
        .formatted(url, key, url.equals(DEFAULT) ? "" : "--server " + url + " ")
        .stripTrailing();
  }
}
