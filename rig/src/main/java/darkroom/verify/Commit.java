package darkroom.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was tried: the commit of a checkout, with a plus behind it when files differ from it. */
final class Commit {
  private Commit() {}

  /** Empty where there is no Git, or no checkout. */
  static String of(Path checkout) {
    String commit = said(checkout, "rev-parse", "--short=12", "HEAD");
    return commit.isEmpty() || said(checkout, "status", "--porcelain").isEmpty()
        ? commit
        : commit + "+";
  }

  private static String said(Path checkout, String... words) {
    try {
      var command = new ArrayList<>(List.of("git", "-C", checkout.toString()));
      command.addAll(List.of(words));
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      git.getOutputStream().close();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
