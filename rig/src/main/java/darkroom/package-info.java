/** The door into the server's root room. */
@NullMarked
package darkroom;

import org.jspecify.annotations.NullMarked;
