package darkroom.engine.builtin.theme;

import darkroom.engine.builtin.motif.Bauhaus;
import darkroom.engine.builtin.motif.Bloom;
import darkroom.engine.builtin.motif.Cat;
import darkroom.engine.builtin.motif.Contours;
import darkroom.engine.builtin.motif.Ember;
import darkroom.engine.builtin.motif.Grove;
import darkroom.engine.builtin.motif.Motif;
import darkroom.engine.builtin.motif.Orbits;
import darkroom.engine.builtin.motif.Portrait;
import darkroom.engine.builtin.motif.Ridges;
import darkroom.engine.builtin.motif.Silk;
import darkroom.engine.builtin.motif.Skyline;
import darkroom.engine.builtin.motif.Tide;
import java.util.List;

/**
 * What a picture shows, the moods that suit it, and how its title is set. Of several that a prompt
 * names, the first in this order is drawn.
 */
@SuppressWarnings("ImmutableEnumChecker") // motifs are records without state, the list is a copy
public enum Subject {
  CAT(new Cat(), true, true, Mood.NIGHT, Mood.SUNSET, Mood.MOSS, Mood.ROSE_DUSK),
  PERSON(new Portrait(), false, true, Mood.CLAY, Mood.LAGOON, Mood.TROPIC, Mood.LILAC, Mood.INK),
  FLOWERS(new Bloom(), false, true, Mood.GARDEN, Mood.SPRING, Mood.LILAC, Mood.CLAY, Mood.NIGHT),
  MAP(
      new Contours(9, 0),
      false,
      false,
      Mood.LAGOON,
      Mood.DESERT,
      Mood.ROSE_DUSK,
      Mood.MOSS,
      Mood.SPACE),
  FIRE(new Ember(), true, false, Mood.EMBER, Mood.FURNACE, Mood.SUNSET),
  SPACE(new Orbits(), true, false, Mood.SPACE, Mood.NIGHT, Mood.AURORA, Mood.MIDNIGHT),
  CITY(
      new Skyline(),
      true,
      false,
      Mood.METROPOLIS,
      Mood.NIGHT,
      Mood.ROSE_DUSK,
      Mood.SUNSET,
      Mood.FOG),
  SEA(new Tide(), true, true, Mood.OCEAN, Mood.SUNSET, Mood.LAGOON, Mood.MIDNIGHT, Mood.ROSE_DUSK),
  FOREST(new Grove(), true, true, Mood.FOREST, Mood.MOSS, Mood.FOG, Mood.MIDNIGHT, Mood.ROSE_DUSK),
  DESERT(new Ridges(0.05), true, true, Mood.DESERT, Mood.SUNSET, Mood.CLAY, Mood.NIGHT),
  MOUNTAINS(
      new Ridges(0.85), true, true, Mood.ROSE_DUSK, Mood.WINTER, Mood.OCEAN, Mood.FOG, Mood.NIGHT),
  HILLS(new Ridges(0.15), true, true, Mood.MOSS, Mood.SUNSET, Mood.SPRING, Mood.FOG, Mood.MIDNIGHT),
  GEOMETRY(
      new Bauhaus(), false, false, Mood.PRIMARY, Mood.TROPIC, Mood.INK, Mood.CLAY, Mood.METROPOLIS),
  LINES(new Contours(26, 1.1), false, false, Mood.OCEAN, Mood.INK, Mood.GARDEN, Mood.AURORA),
  SILK(
      new Silk(), true, true, Mood.ROSE_DUSK, Mood.LAGOON, Mood.VIOLET, Mood.SUNSET, Mood.MIDNIGHT);

  /** Where a prompt names nothing we know. */
  static final List<Subject> ABSTRACT = List.of(SILK, MAP, GEOMETRY, LINES, SILK, MAP);

  final List<Mood> moods;

  private final Motif motif;
  private final boolean calm;
  private final boolean classic;

  Subject(Motif motif, boolean calm, boolean classic, Mood... moods) {
    this.motif = motif;
    this.calm = calm;
    this.classic = classic;
    this.moods = List.of(moods);
  }

  /** The kind of picture that shows it. */
  public Motif motif() {
    return motif;
  }

  /** Whether type may stand on the picture itself, over a veil. */
  public boolean calm() {
    return calm;
  }

  /** Whether the title is set in the old-style face rather than the grotesque. */
  public boolean classic() {
    return classic;
  }

  /** Whether a mood that the prompt names may colour this subject: fire is never blue. */
  boolean takes(Mood mood) {
    return (this != FIRE && this != SPACE) || moods.contains(mood);
  }
}
