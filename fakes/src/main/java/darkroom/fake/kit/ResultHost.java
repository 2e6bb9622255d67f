package darkroom.fake.kit;

import darkroom.fake.wire.Asked;
import darkroom.fake.wire.Recent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of results by address, as vendors have one beside their API: signed addresses, no key.
 * The address says all that is to be served, so that it outlives a restart. Thread-safe.
 */
public final class ResultHost {
  private static final String METADATA = "http://169.254.169.254/latest/meta-data";
  private static final Pattern PATH =
      Pattern.compile("/results/([^/]+)/([0-9]+x[0-9]+)/([a-z_]+)\\.(jpeg|png)\\?sig=1");
  private static final int BUSY_FETCHES = 4;
  private static final List<String> KEY_HEADERS =
      List.of("authorization", "x-api-key", "proxy-authorization", "cookie");

  private final String origin;
  private final Pictures pictures;
  private final SpoiltPictures spoilt;
  private final Faults faults;
  private final Recent<String> fetched = new Recent<>(100_000, Long.MAX_VALUE, path -> 1);
  private final Map<String, Integer> fetches = new HashMap<>();

  ResultHost(String origin, Pictures pictures, Faults faults) {
    this.origin = origin;
    this.pictures = pictures;
    this.spoilt = new SpoiltPictures(pictures);
    this.faults = faults;
  }

  /**
   * The address of one picture.
   *
   * @param id drawn into it; what an address cannot carry becomes an underscore
   * @param fate {@code image} and {@code url} change what is served there
   */
  public String url(String id, Pixels size, PictureKind kind, Misfortune fate) {
    String word =
        switch (fate) {
          case Misfortune.BadImage bad -> bad.kind().name().toLowerCase(Locale.ROOT);
          case Misfortune.BadUrl bad -> bad.kind().name().toLowerCase(Locale.ROOT);
          default -> "fine";
        };
    if (word.equals("private")) {
      return METADATA;
    }
    String safe = id.replaceAll("[^A-Za-z0-9._-]", "_");
    return origin + "/results/" + safe + "/" + size + "/" + word + "." + kind.word() + "?sig=1";
  }

  /** The bytes of a picture inside an answer, with the same misfortunes. */
  public byte[] inline(String id, Pixels size, PictureKind kind, Misfortune fate) {
    return fate instanceof Misfortune.BadImage bad
        ? spoilt.spoilt(bad.kind(), kind, size, id)
        : pictures.picture(kind, size, id);
  }

  /** Whether it is an address of this host. */
  public boolean hosts(Asked asked) {
    return asked.path().startsWith("/results/");
  }

  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    Matcher path = PATH.matcher(asked.path());
    for (String header : KEY_HEADERS) {
      if (asked.headers().containsKey(header)) {
        faults.add("a key for the result's host: " + header);
      }
    }
    if (!asked.method().equals("GET") || !path.matches()) {
      faults.add("no address of a result: " + asked.line());
      plain(answer, 404, "gone");
      return;
    }
    fetched.add(asked.path());
    Pixels size = Pixels.of(path.group(2));
    PictureKind kind = PictureKind.valueOf(path.group(4).toUpperCase(Locale.ROOT));
    switch (path.group(3)) {
      case "fine" ->
          answer.send(200, kind.mediaType(), pictures.picture(kind, size, path.group(1)));
      case "gone" -> plain(answer, 404, "gone");
      case "busy" -> {
        if (count(asked.path()) <= BUSY_FETCHES) {
          plain(answer, 503, "busy");
        } else {
          answer.send(200, kind.mediaType(), pictures.picture(kind, size, path.group(1)));
        }
      }
      case "expired" -> plain(answer, 403, "<Error><Code>AccessDenied</Code></Error>");
      case "redirect_private" -> {
        answer.header("Location", METADATA);
        plain(answer, 302, "");
      }
      default -> {
        ImageFault fault = ImageFault.valueOf(path.group(3).toUpperCase(Locale.ROOT));
        spoilt(asked.path(), fault, kind, size, path.group(1), answer);
      }
    }
  }

  private void spoilt(
      String path, ImageFault fault, PictureKind kind, Pixels size, String id, Answer answer)
      throws IOException, InterruptedException {
    byte[] bytes = spoilt.spoilt(fault, kind, size, id);
    byte[] whole = pictures.picture(kind, size, id);
    switch (fault) {
      case TRUNCATED ->
          answer.sendShort(200, kind.mediaType(), count(path) == 1 ? bytes : whole, whole.length);
      case HTML_ONCE -> answer.send(200, kind.mediaType(), count(path) == 1 ? bytes : whole);
      case ZERO, HTML, WRONGTYPE, BOMB -> answer.send(200, kind.mediaType(), bytes);
    }
  }

  /** Which fetch of a picture with a misfortune this is, from 1. */
  private int count(String path) {
    synchronized (fetches) {
      return fetches.merge(path, 1, Integer::sum);
    }
  }

  private static void plain(Answer answer, int status, String text)
      throws IOException, InterruptedException {
    answer.send(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Paths of results that were fetched, with their queries, oldest first. */
  public List<String> fetched() {
    return fetched.list();
  }

  void clear() {
    fetched.clear();
    synchronized (fetches) {
      fetches.clear();
    }
  }
}
