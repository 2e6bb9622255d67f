package darkroom.fake.kit;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/** From the words of a directive to what is meant. Stateless. */
final class MisfortuneReader {
  private static final Duration SLICE = Duration.ofMillis(200);

  private MisfortuneReader() {}

  /**
   * @throws IllegalArgumentException when it is none, with a sentence that says what is wrong
   */
  static Misfortune read(Directive said) {
    return switch (said.word()) {
      case "none" -> Misfortune.NONE;
      case "drop-before-read" -> new Misfortune.DropBeforeRead();
      case "http" -> new Misfortune.Http(said.number(0));
      case "fail" -> fail(said);
      case "html" -> new Misfortune.Html(said.number(0));
      case "429" -> new Misfortune.Busy(said.number(0), said.at(1, "none").replace('_', ' '));
      case "slow" -> new Misfortune.Slow(millis(said, 0));
      case "never" -> new Misfortune.Never();
      case "headers-then-stall" -> new Misfortune.HeadersThenStall();
      case "drop-after-read" -> new Misfortune.DropAfterRead();
      case "rst-after-read" -> new Misfortune.RstAfterRead();
      case "json" -> new Misfortune.BadJson(kind(JsonFault.class, said));
      case "cut" -> new Misfortune.Cut(said.number(0));
      case "trickle" -> new Misfortune.Trickle(said.words().isEmpty() ? SLICE : millis(said, 0));
      case "stall-after-picture" -> new Misfortune.StallAfterPicture();
      case "preview" -> new Misfortune.Preview(said.number(0));
      case "cut-after-picture" -> new Misfortune.CutAfterPicture();
      default -> ofVendors(said);
    };
  }

  /** What a vendor's fake carries out. */
  private static Misfortune ofVendors(Directive said) {
    return switch (said.word()) {
      case "error-inside" -> new Misfortune.ErrorInside(said.at(0));
      case "partial" -> partial(said);
      case "count" -> new Misfortune.Count(said.number(0));
      case "moderated" -> new Misfortune.Moderated(said.words().isEmpty() ? 0 : said.number(0));
      case "image" -> new Misfortune.BadImage(kind(ImageFault.class, said));
      case "size" -> new Misfortune.OtherSize(Pixels.of(said.at(0)));
      case "url" ->
          new Misfortune.BadUrl(
              said.at(0).equals("404") ? UrlFault.GONE : kind(UrlFault.class, said));
      case "late" -> new Misfortune.Late(millis(said, 0));
      case "stuck" -> new Misfortune.Stuck();
      case "lost-job" -> new Misfortune.LostJob();
      case "progress-back" -> new Misfortune.ProgressBack();
      case "restart" -> new Misfortune.Restart();
      case "hook" -> new Misfortune.Hook(kind(HookFault.class, said));
      case "history" -> history(said);
      default -> throw new IllegalArgumentException("no directive: [[" + said + "]]");
    };
  }

  private static Misfortune fail(Directive said) {
    boolean withStatus = said.at(0).matches("[1-5][0-9]{2}") && said.words().size() > 1;
    return withStatus
        ? new Misfortune.Fail(OptionalInt.of(said.number(0)), said.at(1), said.rest(2))
        : new Misfortune.Fail(OptionalInt.empty(), said.at(0), said.rest(1));
  }

  private static Misfortune partial(Directive said) {
    String[] parts = said.at(0).split("/", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("[[partial K/N]], not [[" + said + "]]");
    }
    return new Misfortune.Partial(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  private static Misfortune history(Directive said) {
    HistoryFault kind = kind(HistoryFault.class, said);
    return new Misfortune.History(
        kind, kind == HistoryFault.DELAYED ? millis(said, 1) : Duration.ZERO);
  }

  private static Duration millis(Directive said, int index) {
    return Duration.ofMillis(said.number(index));
  }

  private static <E extends Enum<E>> E kind(Class<E> kinds, Directive said) {
    return Enum.valueOf(kinds, said.at(0).toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
