/**
 * The only place where outbound clients are built. Everything a stranger can point at goes through
 * {@code GuardedHttp}, which connects to an address already judged by {@code AddressGuard} and to no
 * other.
 *
 * <p>May use: nothing but config. Read first: {@code AddressGuard}.
 */
@NullMarked
package darkroom.net;

import org.jspecify.annotations.NullMarked;
