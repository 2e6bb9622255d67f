/**
 * Where settings come from: defaults in the code, one file, the environment. Every room declares
 * its own {@code XConfig} record and reads it here, so that key, default, check and description
 * stand in one line of one place, and all problems are reported together.
 *
 * <p>May use: nothing. Read first: {@link darkroom.config.ConfigReader}.
 */
@NullMarked
package darkroom.config;

import org.jspecify.annotations.NullMarked;
