package darkroom.engine.builtin.theme;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.colour.Palette;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one shot shows and in which colours, read from the prompt's words, or else from its hash.
 *
 * @param night whether it shows the dark
 * @param overlaid whether the title stands on the picture rather than beside it
 */
public record Theme(
    Subject subject, Palette palette, boolean night, boolean overlaid, Chance chance) {

  /** The same sketch has the same theme. */
  public static Theme of(Sketch sketch) {
    String words = normal(sketch.prompt());
    Chance prompt = Chance.of(words);
    Chance shot = Chance.of(words + "\nshot " + sketch.shot());
    Subject subject = subject(words, prompt, sketch.shot());
    Mood mood = mood(words, subject, prompt, sketch.shot());
    Palette palette =
        sketch.references().isEmpty()
            ? mood.palette.varied(shot)
            : Eyedropper.palette(sketch.references());
    boolean overlaid = prompt.fork("layout").odds(0.45) ^ sketch.shot() % 2 == 1;
    return new Theme(subject, palette, mood.night, overlaid, shot);
  }

  private static Subject subject(String words, Chance prompt, int shot) {
    int start = prompt.fork("subject").below(Subject.ABSTRACT.size());
    Optional<Subject> named = Lexicon.subject(words);
    return named.orElse(Subject.ABSTRACT.get((start + shot) % Subject.ABSTRACT.size()));
  }

  /** A mood the prompt names holds for every other shot; the rest wander through what suits. */
  private static Mood mood(String words, Subject subject, Chance prompt, int shot) {
    Optional<Mood> named = Lexicon.mood(words);
    List<Mood> moods =
        subject.moods.stream().filter(mood -> !named.equals(Optional.of(mood))).toList();
    if (named.isPresent() && shot % 2 == 0 && subject.takes(named.get())) {
      return named.get();
    }
    boolean spoken = named.isPresent() || Lexicon.subject(words).isPresent();
    int start = spoken ? 0 : prompt.fork("mood").below(moods.size());
    return moods.get((start + shot) % moods.size());
  }

  /** Case and spacing make no other picture. */
  private static String normal(String prompt) {
    return prompt.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }
}
