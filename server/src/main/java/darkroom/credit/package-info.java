/**
 * Money: amounts that cannot mix with other numbers, and the ledger that every amount passes
 * through. Balances only ever move together with a ledger row, in one transaction (guarantee G4).
 *
 * <p>May use: nothing. Read first: {@link darkroom.credit.Credits}, then {@link
 * darkroom.credit.LedgerEntry}.
 */
@NullMarked
package darkroom.credit;

import org.jspecify.annotations.NullMarked;
