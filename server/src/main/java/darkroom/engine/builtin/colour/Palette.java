package darkroom.engine.builtin.colour;

import darkroom.engine.builtin.chance.Chance;
import java.util.List;

/**
 * The colours of one picture.
 *
 * @param deep darkest to {@code light} lightest, five even-tempered steps
 * @param accent one colour that stands out
 */
public record Palette(Tone deep, Tone dark, Tone mid, Tone soft, Tone light, Tone accent) {

  /** From six colours in hexadecimal, parted by blanks. */
  public static Palette of(String tones) {
    List<Tone> read = List.of(tones.split(" ", -1)).stream().map(Tone::hex).toList();
    return new Palette(
        read.get(0), read.get(1), read.get(2), read.get(3), read.get(4), read.get(5));
  }

  /** The same mood with every colour moved a little, so that two shots are no twins. */
  public Palette varied(Chance chance) {
    double angle = chance.between(-0.14, 0.14);
    double lift = chance.between(-0.015, 0.02);
    return new Palette(
        deep.shifted(angle, 0),
        dark.shifted(angle, lift),
        mid.shifted(angle, lift),
        soft.shifted(angle, lift),
        light.shifted(angle / 2, 0),
        accent.shifted(chance.between(-0.1, 0.1), 0));
  }

  /** Ground for type: nearly white, warmed by the palette. */
  public Tone paper() {
    double[] lab = light.oklab();
    return Tone.oklab(0.965, lab[1] * 0.45, lab[2] * 0.45 + 0.004);
  }

  /** Colour for type on {@link #paper}. */
  public Tone ink() {
    double[] lab = deep.oklab();
    return Tone.oklab(Math.min(lab[0], 0.24), lab[1] * 0.8, lab[2] * 0.8);
  }
}
