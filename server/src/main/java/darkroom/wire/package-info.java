/**
 * What all wire rooms share: the exchange type that hides the HTTP server, routing, the key check,
 * limits, the error envelope, and the views that leave the house. Everything here speaks the
 * contract's words; nothing here decides business.
 *
 * <p>May use: business rooms. Read first: {@link darkroom.wire.Route}, then {@link
 * darkroom.wire.Gateway}.
 */
@NullMarked
package darkroom.wire;

import org.jspecify.annotations.NullMarked;
