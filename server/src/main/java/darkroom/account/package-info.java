/**
 * Who calls: accounts, their API keys, their webhook secrets. Keys are stored as hashes, secrets
 * encrypted under a key that is not in the database.
 *
 * <p>May use: credit. Read first: {@link darkroom.account.ApiKeys}.
 */
@NullMarked
package darkroom.account;

import org.jspecify.annotations.NullMarked;
