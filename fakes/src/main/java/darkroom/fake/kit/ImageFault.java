package darkroom.fake.kit;

/** How the bytes of a picture are bad: {@code [[image KIND]]}. */
public enum ImageFault {
  /** The first fetch ends in the middle; a second one is whole. */
  TRUNCATED,
  ZERO,
  HTML,
  /** A page at the first fetch; a second one brings the picture. */
  HTML_ONCE,
  /** A PNG where a JPEG is announced, and the other way round. */
  WRONGTYPE,
  /** Few bytes that declare 20000 x 20000 pixels. */
  BOMB;
}
