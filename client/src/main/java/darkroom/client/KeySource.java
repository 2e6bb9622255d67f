package darkroom.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a key comes from: the command line, else the environment, else the server's data folder.
 */
enum KeySource {
  MEMBER(
      "DARKROOM_KEY",
      "first-key",
      "no API key: set DARKROOM_KEY or --key (make one with `darkroom keys create`)"),
  ADMIN(
      "DARKROOM_ADMIN_KEY",
      "admin-key",
      "no admin key: set DARKROOM_ADMIN_KEY or --key, or run this where the server's data folder is"
          + " (DARKROOM_DATA; the first start writes admin-key there)");

  private final String variable;
  private final String file;
  private final String advice;

  KeySource(String variable, String file, String advice) {
    this.variable = variable;
    this.file = file;
    this.advice = advice;
  }

  String find(@Nullable String given, Surroundings surroundings) {
    if (given != null) {
      return given;
    }
    String set = surroundings.environment().getOrDefault(variable, "").strip();
    return set.isEmpty() ? read(surroundings.dataFolder().resolve(file)) : set;
  }

  private String read(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new CommandException(ExitCode.AUTHENTICATION, advice);
    }
  }
}
