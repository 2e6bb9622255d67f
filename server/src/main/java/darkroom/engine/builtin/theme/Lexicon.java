package darkroom.engine.builtin.theme;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Words that name what a picture shows, and words that colour it. */
final class Lexicon {

  /** Ordered: what comes first is what a picture of both is about. */
  private static final String SUBJECTS =
      """
      CAT: cat kitten kitty feline 猫 貓 кот кошка katze chat gato
      PERSON: portrait person woman man girl boy face people child queen king model actor selfie \
      human lady gentleman musician astronaut 人 女孩 портрет
      FLOWERS: flower bloom rose tulip orchid peony lotus bouquet garden petal \
      botanical sunflower blossom cherry sakura 花 цветок цветы blume blumen fleur
      MAP: map topography topographic terrain papercut
      FIRE: fire flame ember lava volcano burning dragon inferno candle campfire 火 огонь feuer
      SPACE: space galaxy planet cosmos nebula universe orbit saturn mars rocket spaceship \
      comet star interstellar 宇宙 космос weltraum
      CITY: city skyline street town tokyo york london paris building skyscraper urban \
      metropolis cyberpunk architecture downtown tower bridge 城市 город stadt
      SEA: sea ocean wave beach coast ship boat sail sailing lighthouse island shore harbor \
      harbour whale fish water lake river storm 海 море meer mer mar
      FOREST: forest tree wood jungle pine fox deer bear wolf owl cabin autumn \
      森林 лес wald
      DESERT: desert dune dunes sahara camel cactus canyon sand oasis
      MOUNTAINS: mountain alps peak himalaya fuji summit cliff glacier valley 山 гора \
      горы berge
      HILLS: landscape hill field meadow countryside farm horizon sky cloud sun \
      sunrise sunset dawn dusk moon morning evening fog mist road dog horse sheep
      GEOMETRY: geometric geometry bauhaus abstract shape logo pattern minimal minimalist modernist \
      square circle triangle grid robot machine
      LINES: line contour music sound signal data
      SILK: silk fabric marble agate liquid smoke dream gradient wallpaper texture
      """;

  private static final String MOODS =
      """
      NIGHT: night moon moonlight midnight star starry evening 夜 ночь nacht
      SPACE: space galaxy nebula cosmic cyberpunk neon
      AURORA: aurora northern borealis
      SUNSET: sunset sunrise dusk dawn evening golden warm
      FOG: fog foggy mist misty haze rain rainy grey gray cloudy
      WINTER: winter snow snowy ice icy frozen cold glacier christmas arctic
      SPRING: spring meadow fresh morning
      SUNSET: autumn fall orange
      EMBER: fire flame lava volcano burning ember inferno
      TROPIC: tropical summer beach palm pop
      INK: ink black monochrome noir charcoal pencil drawing sketch japanese calligraphy
      GOLD: gold yellow amber honey baroque vintage
      BLUE: blue azure sapphire cobalt
      RED: red crimson scarlet ruby
      GREEN: green emerald jade
      PINK: pink magenta candy barbie
      VIOLET: purple violet lavender
      LAGOON: turquoise teal cyan aqua lagoon
      CLAY: terracotta clay pastel beige
      """;

  private static final Map<String, Subject> BY_SUBJECT = read(SUBJECTS, Subject::valueOf);
  private static final Map<String, Mood> BY_MOOD = read(MOODS, Mood::valueOf);

  private Lexicon() {}

  /** What the prompt is about; of several subjects the one that comes first in our order. */
  static Optional<Subject> subject(String prompt) {
    Subject best = null;
    for (String word : words(prompt)) {
      Subject named = named(BY_SUBJECT, word);
      if (named != null && (best == null || named.compareTo(best) < 0)) {
        best = named;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The first word of light, weather or colour. */
  static Optional<Mood> mood(String prompt) {
    for (String word : words(prompt)) {
      Mood named = named(BY_MOOD, word);
      if (named != null) {
        return Optional.of(named);
      }
    }
    return Optional.empty();
  }

  /** Also finds the word of which this one is the English plural. */
  private static <T> @Nullable T named(Map<String, T> lexicon, String word) {
    T plain = lexicon.get(word);
    if (plain != null || !word.endsWith("s")) {
      return plain;
    }
    T one = lexicon.get(word.substring(0, word.length() - 1));
    return one != null || !word.endsWith("ies")
        ? one
        : lexicon.get(word.substring(0, word.length() - 3) + "y");
  }

  /** Lower-case words; Chinese characters count as words of their own. */
  private static String[] words(String prompt) {
    String start = prompt.substring(0, Math.min(prompt.length(), 4000));
    return start
        .toLowerCase(Locale.ROOT)
        .replaceAll("(\\p{IsHan})", " $1 ")
        .replaceAll("城 +市", "城市")
        .replaceAll("宇 +宙", "宇宙")
        .replaceAll("森 +林", "森林")
        .split("[^\\p{L}]+", -1);
  }

  private static <T> Map<String, T> read(String lines, Function<String, T> named) {
    Map<String, T> words = new HashMap<>();
    lines
        .lines()
        .forEach(line -> {
          String[] parts = line.split(": ", 2);
          for (String word : parts[1].split(" ", -1)) {
            words.putIfAbsent(word, named.apply(parts[0]));
          }
        });
    return Map.copyOf(words);
  }
}
