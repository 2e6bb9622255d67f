/**
 * A server of bytes on a plain socket, because a fault that is to be seen by a client, such as a
 * reset or an answer cut in its middle, cannot be had from an HTTP library. Uses nothing of ours.
 * Read {@link darkroom.fake.wire.ScriptedServer} first.
 */
@NullMarked
package darkroom.fake.wire;

import org.jspecify.annotations.NullMarked;
