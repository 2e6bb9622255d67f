package darkroom.engine.builtin.theme;

import darkroom.engine.builtin.colour.Palette;

/** Colours that belong together, five from dark to light and an accent, mixed by hand. */
@SuppressWarnings("ImmutableEnumChecker") // a palette is a record of records
enum Mood {
  OCEAN("0a1e31 134467 2b7fa6 8cc4c8 f3ead9 f0703f"),
  LAGOON("06252b 0d5056 2a9d8f a5d6c2 f6f0dc f4a259"),
  NIGHT("060a1c 121a42 2d3b7d 7078b8 eae4f0 f5d36a", true),
  MIDNIGHT("050d14 0c2a3a 1d5a6c 6aa5a8 e6efe6 ffcf70", true),
  SPACE("05050f 16113a 4a2f82 b063a4 f5dfe4 f2a65a", true),
  AURORA("04101a 0b3140 16705f 77c9a0 e9f5e1 c986d8", true),
  FOREST("0d1d16 1e4030 4b7b58 a6ba8c f1ecd8 e2853f"),
  MOSS("161d12 374426 76803f c3c285 f5f1dc c65b34"),
  SUNSET("27112f 682050 c4424d f39455 fce4b6 ffd06a"),
  ROSE_DUSK("20152f 51315f a95a7c eba38f fbe6d3 ffb35c"),
  DESERT("34191a 853829 cb6b3c e9a968 f9e8cc fde3a4"),
  EMBER("130709 55110f b52a19 f06f1e ffe3a6 ffb726", true),
  FURNACE("180a1c 4a1338 a81e3f f2622e ffe9b8 ffa62b", true),
  FOG("29323a 53616c 8898a2 bdcacd eff1ed c8583d"),
  WINTER("13253a 36597e 7aa3c3 c2d8e4 f7f9fa d94a3d"),
  GARDEN("3a102f 8b2958 dc5c82 f4a5a7 fdece5 3f8c6c"),
  SPRING("16392f 3a7d60 8fbd7b dce2a2 fcf7e4 e85a5b"),
  METROPOLIS("0c1017 1e2a3d 475a7b c9926c f4e4ce f3b94c"),
  PRIMARY("1a1a1e 1d4d8c d43f2a ecb22b f4ecde d43f2a"),
  TROPIC("10243e 0f6b74 ef6f6c f7c59f fff3dd 2ec4b6"),
  CLAY("2b191c 783d39 c4795a e8b695 f8ecdf 2d6064"),
  INK("121213 39393b 7b7b7e bcbab5 f5f2eb c9331f"),
  GOLD("1d150a 5b3f14 b07d24 e3bf6b fbf3db 8f2d2b"),
  LILAC("221a38 55438a 947fc6 cdbfe6 f7f2fb f0a24f"),
  BLUE("081430 163a86 3c78d8 a2c5f0 f3f6fa f4b740"),
  RED("220609 6d1018 c8252b ee8a74 fbe9de 1f4e66"),
  GREEN("06200f 135c2e 3fa34d a9d68a f5f7e0 f2b134"),
  PINK("33102a 96276b e8579f f8b3cf fff0f3 39a0a8"),
  VIOLET("190b2e 4a1c7c 8646c4 c79ee8 f7eefa f6c445");

  final Palette palette;

  /** Whether landscapes in these colours lie in the dark. */
  final boolean night;

  Mood(String tones) {
    this(tones, false);
  }

  Mood(String tones, boolean night) {
    this.palette = Palette.of(tones);
    this.night = night;
  }
}
