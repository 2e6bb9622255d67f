/**
 * Death and storage: the victim killed at each system call, its power cut, its disk failing, full
 * or read-only, and told to stop under load. {@code Customer} asks, {@code Book} remembers what was
 * acknowledged, {@code Audit} judges afterwards. Read {@link darkroom.verify.fault.CrashPointsRun}
 * first.
 */
@NullMarked
package darkroom.verify.fault;

import org.jspecify.annotations.NullMarked;
