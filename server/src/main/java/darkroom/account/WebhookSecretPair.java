package darkroom.account;

import darkroom.config.Secret;
import java.util.Optional;

/**
 * The two independent secrets with which an account's callbacks are signed.
 *
 * @param hmacKey for PoYo's scheme, used as text
 * @param standard for Standard Webhooks, {@code whsec_…}
 * @param previous the one before {@code standard} while both still sign
 */
public record WebhookSecretPair(Secret hmacKey, Secret standard, Optional<Secret> previous) {}
