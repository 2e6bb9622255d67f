package darkroom.client;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * The credits of an account.
 *
 * @param creditsAmount what can be spent now; open holds are already taken off
 */
public record Balance(String email, BigDecimal creditsAmount) {

  public Balance {
    requireNonNull(email, "email");
    requireNonNull(creditsAmount, "credits_amount");
  }
}
