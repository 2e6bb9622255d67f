/** Runs under load: death at any instant, and the proof that the checker itself can see. */
@NullMarked
package darkroom.verify.load;

import org.jspecify.annotations.NullMarked;
