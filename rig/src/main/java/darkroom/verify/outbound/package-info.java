/**
 * Runs about what leaves the house: {@code ssrf} (nothing reaches an address that is not public)
 * and {@code webhooks} (callbacks arrive, signed, and nobody is hammered or starved). Read first:
 * {@link darkroom.verify.outbound.SsrfRun}, then {@link darkroom.verify.outbound.Island}.
 */
@NullMarked
package darkroom.verify.outbound;

import org.jspecify.annotations.NullMarked;
