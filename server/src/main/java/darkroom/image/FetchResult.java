package darkroom.image;

import java.nio.file.Path;

/** The end of fetching a picture by URL. */
public sealed interface FetchResult {

  /** The picture is in the file and within the limits. */
  record Fetched(Path file, ImageHeader header) implements FetchResult {}

  /**
   * There is no usable picture; no file is left behind.
   *
   * @param detail for the operator's log alone: it tells about the network behind us (threat T08)
   */
  record Unreadable(String detail) implements FetchResult {}
}
