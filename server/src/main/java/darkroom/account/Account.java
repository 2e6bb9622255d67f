package darkroom.account;

import darkroom.credit.Balance;
import java.time.Instant;

/**
 * The paying user; owns any number of keys.
 *
 * @param email never empty, since clients refuse an empty one; unique
 * @param name for humans; may be empty
 */
public record Account(
    AccountId id, String email, String name, Balance balance, Instant createdAt) {}
