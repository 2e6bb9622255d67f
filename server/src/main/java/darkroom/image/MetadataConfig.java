package darkroom.image;

import darkroom.config.ConfigReader;

/**
 * What stays in a picture beside its pixels.
 *
 * @param keepProvenance whether C2PA manifests stay
 */
public record MetadataConfig(boolean keepProvenance) {

  public static MetadataConfig read(ConfigReader reader) {
    return new MetadataConfig(
        reader.flag(
            "image.keep-provenance",
            false,
            "Leave C2PA manifests in pictures; all other metadata is taken out of results and"
                + " references in any case."));
  }
}
