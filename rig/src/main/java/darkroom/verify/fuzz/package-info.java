/**
 * Feeds the readers of foreign bytes with inputs grown from good ones, and checks each answer
 * against a law or another reader. Read first: {@link darkroom.verify.fuzz.Target}.
 */
@NullMarked
package darkroom.verify.fuzz;

import org.jspecify.annotations.NullMarked;
