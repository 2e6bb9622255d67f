/**
 * Pictures that callers hand us: judged at the door, kept as objects while their task is open.
 *
 * <p>May use: image, net, storage, account (ids), catalog and task (it answers {@code
 * ReferenceIntake}). Read first: {@link darkroom.upload.ReferenceDesk}.
 */
@NullMarked
package darkroom.upload;

import org.jspecify.annotations.NullMarked;
