package darkroom.fake.kit;

import java.util.Locale;

/** The two formats a fake draws in. */
public enum PictureKind {
  JPEG,
  PNG;

  /** Also the ending of a file's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String mediaType() {
    return "image/" + word();
  }

  PictureKind other() {
    return this == JPEG ? PNG : JPEG;
  }
}
