/**
 * Darkroom from the caller's side: a small client over HTTP, the check of a callback's signature,
 * and the commands of the command line that talk to a running server. Knows the wire and nothing of
 * the server's code, so that it can be published by itself.
 *
 * <p>May use: the JDK, Jackson, and picocli for the commands alone. Read first: {@link
 * darkroom.client.DarkroomClient}, {@link darkroom.client.CallbackVerifier}; for the command line
 * {@link darkroom.client.Commands}.
 */
@NullMarked
package darkroom.client;

import org.jspecify.annotations.NullMarked;
