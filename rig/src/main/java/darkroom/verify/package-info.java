/**
 * The rig: fault and attack runs against a Darkroom in processes of its own. It uses the server as
 * it is, and nothing of the server knows it. Read {@link darkroom.verify.Run} first, then {@link
 * darkroom.verify.Runs}.
 */
@NullMarked
package darkroom.verify;

import org.jspecify.annotations.NullMarked;
