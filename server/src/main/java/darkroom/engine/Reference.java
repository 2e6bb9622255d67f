package darkroom.engine;

import darkroom.image.ImageHeader;
import java.nio.file.Path;

/**
 * A reference picture, already on our disk and checked.
 *
 * @param file where its bytes are, readable while the shot runs
 * @param header kind and size, read without decoding
 */
public record Reference(Path file, ImageHeader header) {}
