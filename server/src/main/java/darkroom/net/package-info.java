/**
 * The only place where outbound clients are built. Everything a stranger can point at goes through
 * {@link darkroom.net.GuardedHttp}, which connects to an address already judged by {@link
 * darkroom.net.AddressGuard} and to no other (guarantee G9, threats T01 to T13).
 *
 * <p>May use: nothing but config. Read first: {@link darkroom.net.AddressGuard}, then {@link
 * darkroom.net.TargetUrl}, then {@link darkroom.net.GuardedHttp}.
 */
@NullMarked
package darkroom.net;

import org.jspecify.annotations.NullMarked;
