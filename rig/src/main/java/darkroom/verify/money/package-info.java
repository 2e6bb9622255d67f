/**
 * Identity, tenancy and money under attack: walls between tenants, credits under parallel submits
 * and random operations, idempotency keys across kills, and what the time of a key check tells.
 */
@NullMarked
package darkroom.verify.money;

import org.jspecify.annotations.NullMarked;
