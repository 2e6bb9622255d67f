/**
 * Seedream at its home: BytePlus ModelArk and Volcengine Ark. One synchronous, billed POST per
 * picture, no job ids, no idempotency key and no way to ask afterwards: a lost answer is a picture
 * of unknown outcome. The address of a finished picture is written down before it is fetched.
 *
 * <p>May use: net, image, catalog, config. Read first: {@link darkroom.engine.ark.ArkEngine}, then
 * {@link darkroom.engine.ark.ArkErrors}.
 */
@NullMarked
package darkroom.engine.ark;

import org.jspecify.annotations.NullMarked;
