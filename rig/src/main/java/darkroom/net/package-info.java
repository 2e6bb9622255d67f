/** What the fuzz run needs to see of this room from within; the room itself is the server's. */
@NullMarked
package darkroom.net;

import org.jspecify.annotations.NullMarked;
