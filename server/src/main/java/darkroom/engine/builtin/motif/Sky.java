package darkroom.engine.builtin.motif;

import darkroom.engine.builtin.chance.Chance;
import darkroom.engine.builtin.chance.Noise;
import darkroom.engine.builtin.colour.Palette;
import darkroom.engine.builtin.colour.Ramp;
import darkroom.engine.builtin.colour.Tone;
import darkroom.engine.builtin.paint.Backdrop;
import darkroom.engine.builtin.paint.Field;
import darkroom.engine.builtin.paint.Glow;
import darkroom.engine.builtin.paint.Layer;
import darkroom.engine.builtin.paint.Mist;
import darkroom.engine.builtin.paint.Outline;
import darkroom.engine.builtin.paint.Rect;
import darkroom.engine.builtin.paint.Stars;
import darkroom.engine.builtin.paint.Wash;
import java.util.ArrayList;
import java.util.List;

/** What stands behind a landscape: air, clouds, stars, and a sun or moon. */
final class Sky {

  private final Plate plate;
  private final double horizon;
  private final Chance chance;
  private final boolean night;

  /** Centre and radius of the sun or moon, in pixels. */
  final double sunX;

  final double sunY;
  final double sunRadius;

  /**
   * @param horizon canvas row where the air is thickest
   */
  Sky(Plate plate, double horizon) {
    this.plate = plate;
    this.horizon = horizon;
    this.chance = plate.chance().fork("sky");
    this.night = plate.night();
    double unit = plate.unit();
    this.sunRadius = unit * chance.between(0.075, 0.17);
    double side = chance.odds(0.5) ? chance.between(0.22, 0.42) : chance.between(0.58, 0.78);
    this.sunX = plate.x(side);
    double height = Math.min(horizon - plate.area().top(), unit * 1.2);
    this.sunY = horizon - height * chance.between(0.3, 0.62);
  }

  /** Tone of the air at the horizon. */
  Tone haze() {
    Palette palette = plate.palette();
    return night ? palette.mid().mix(palette.dark(), 0.3) : palette.light();
  }

  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(air());
    Tone lamp = night ? plate.palette().light() : plate.palette().accent();
    layers.add(new Glow(sunX, sunY, sunRadius * 6, lamp, night ? 0.3 : 0.34));
    layers.add(new Glow(sunX, sunY, sunRadius * 2.2, lamp, 0.35));
    layers.addAll(sun(lamp));
    layers.add(clouds());
    return layers;
  }

  /** The air and the stars alone. */
  List<Layer> air() {
    Palette palette = plate.palette();
    Rect area = plate.area();
    List<Layer> layers = new ArrayList<>();
    Ramp air =
        night
            ? Ramp.of(
                palette.deep(), palette.deep().mix(palette.dark(), 0.6), palette.dark(), haze())
            : Ramp.of(palette.mid().mix(palette.soft(), 0.35), palette.soft(), haze());
    layers.add(Backdrop.falling(area, air, area.top(), horizon));
    if (night) {
      layers.add(new Stars(area, plate.unit(), chance.nextLong(), palette.light(), 0.9));
    }
    return layers;
  }

  private List<Layer> sun(Tone lamp) {
    Tone rim = night ? lamp.mix(plate.palette().soft(), 0.35) : lamp.mix(Tone.WHITE, 0.25);
    List<Layer> layers = new ArrayList<>();
    layers.add(
        new Wash(
            new Outline(Forms.disc(sunX, sunY, sunRadius)),
            Ramp.of(night ? lamp : rim, lamp, night ? rim : lamp),
            sunX - sunRadius * 0.6,
            sunY - sunRadius,
            sunX + sunRadius * 0.6,
            sunY + sunRadius,
            1));
    if (night) {
      for (int i = 0; i < 7; i++) {
        double angle = chance.between(0, 2 * Math.PI);
        double away = sunRadius * chance.between(0.1, 0.62);
        double radius = sunRadius * chance.between(0.05, 0.2);
        layers.add(
            Wash.flat(
                Forms.disc(sunX + away * Math.cos(angle), sunY + away * Math.sin(angle), radius),
                plate.palette().soft(),
                0.22));
      }
    }
    return layers;
  }

  private Layer clouds() {
    Noise noise = new Noise(chance.fork("clouds"));
    double unit = plate.unit();
    Field field =
        new Field(
            plate.area(),
            unit / 110,
            (x, y) -> {
              double bend = noise.at(x / unit * 0.9, y / unit * 1.5 + 40) * 0.5;
              return noise.hills(x / unit * 1.3 + bend, y / unit * 7, 4);
            });
    Tone tone = night ? plate.palette().mid() : Tone.WHITE.mix(plate.palette().light(), 0.5);
    return new Mist(plate.area(), field, tone, 0.02, 0.62, night ? 0.35 : 0.55);
  }
}
