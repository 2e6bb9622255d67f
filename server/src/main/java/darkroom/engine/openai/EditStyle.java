package darkroom.engine.openai;

/** How references are sent. */
public enum EditStyle {
  /** Not at all. */
  NONE,
  /** To {@code /images/edits} as parts named {@code image[]}. */
  MULTIPART_IMAGE_ARRAY,
  /** To {@code /images/edits} as parts named {@code image}. */
  MULTIPART_IMAGE,
  /** To {@code /images/edits} as JSON: {@code "images": [{"image_url": DATA URI}]}. */
  JSON_IMAGES,
  /** With the same call as without: {@code image_url}, or several as {@code reference_images}. */
  URL_FIELD;

  boolean isMultipart() {
    return this == MULTIPART_IMAGE_ARRAY || this == MULTIPART_IMAGE;
  }
}
