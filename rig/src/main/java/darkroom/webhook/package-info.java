/** What the fuzz run needs to see of this room from within; the room itself is the server's. */
@NullMarked
package darkroom.webhook;

import org.jspecify.annotations.NullMarked;
