package darkroom.fake.kit;

/** How the address of a picture is bad: {@code [[url KIND]]}. */
public enum UrlFault {
  /** 403, as object stores answer to an old signature. */
  EXPIRED,
  GONE,
  /** 503 for the first four fetches; after that the picture. */
  BUSY,
  /** A redirect to the metadata address of clouds. */
  REDIRECT_PRIVATE,
  /** The metadata address itself. */
  PRIVATE;
}
