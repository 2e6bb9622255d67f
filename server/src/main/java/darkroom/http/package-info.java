/**
 * The API that PoYo's clients speak, plus files, health and metrics. Translates between the wire
 * and the business rooms and decides nothing itself.
 *
 * <p>May use: wire, business rooms. Read first: {@link darkroom.http.HttpApi}, which has every
 * route on one page.
 */
@NullMarked
package darkroom.http;

import org.jspecify.annotations.NullMarked;
