package darkroom.fake.comfyui;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.ImageFault;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.PictureKind;
import darkroom.fake.kit.Pixels;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves {@code GET /view} from names that say what is in the file. Thread-safe. */
final class ComfyResults {
  private static final int BUSY_FETCHES = 4;

  private static final Pattern NAME =
      Pattern.compile("([0-9A-Za-z]{1,64}) ([0-9]+x[0-9]+) ([a-z_]+) ([0-9]+)_\\.png");

  private final Desk desk;
  private final Map<String, Integer> fetches = new HashMap<>();

  ComfyResults(Desk desk) {
    this.desk = desk;
  }

  static String word(Misfortune fate) {
    return switch (fate) {
      case Misfortune.BadImage bad -> bad.kind().name().toLowerCase(Locale.ROOT);
      case Misfortune.BadUrl bad -> bad.kind().name().toLowerCase(Locale.ROOT);
      default -> "fine";
    };
  }

  void serve(Map<String, String> query, Answer answer) throws IOException, InterruptedException {
    Matcher name = NAME.matcher(query.getOrDefault("filename", ""));
    boolean asked = query.keySet().equals(Set.of("filename", "subfolder", "type"));
    boolean ours =
        query.getOrDefault("subfolder", "").equals("darkroom")
            && query.getOrDefault("type", "").equals("output");
    if (!asked || !ours || !name.matches()) {
      desk.faults().add("no saved picture: " + query);
      plain(answer, 404);
      return;
    }
    Pixels size = Pixels.of(name.group(2));
    String id = name.group(1);
    switch (name.group(3)) {
      case "fine" -> answer.send(200, "image/png", desk.pictures().png(size, id));
      case "gone" -> plain(answer, 404);
      case "busy" -> {
        if (count(id) <= BUSY_FETCHES) {
          plain(answer, 503);
        } else {
          answer.send(200, "image/png", desk.pictures().png(size, id));
        }
      }
      case "expired", "redirect_private", "private" -> plain(answer, 403);
      default -> {
        ImageFault fault = ImageFault.valueOf(name.group(3).toUpperCase(Locale.ROOT));
        var fate = new Misfortune.BadImage(fault);
        byte[] bytes = desk.results().inline(id, size, PictureKind.PNG, fate);
        byte[] whole = desk.pictures().png(size, id);
        switch (fault) {
          case TRUNCATED ->
              answer.sendShort(200, "image/png", count(id) == 1 ? bytes : whole, whole.length);
          case HTML_ONCE -> answer.send(200, "image/png", count(id) == 1 ? bytes : whole);
          case ZERO, HTML, WRONGTYPE, BOMB -> answer.send(200, "image/png", bytes);
        }
      }
    }
  }

  /** Which fetch of a picture with a misfortune this is, from 1. */
  private synchronized int count(String id) {
    return fetches.merge(id, 1, Integer::sum);
  }

  private static void plain(Answer answer, int status) throws IOException, InterruptedException {
    answer.send(status, "text/plain", new byte[0]);
  }
}
