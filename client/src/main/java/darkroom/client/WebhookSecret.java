package darkroom.client;

import static java.util.Objects.requireNonNull;

/**
 * The two keys by which callbacks of an account are signed. Prints neither.
 *
 * @param webhookHmacKey for PoYo's scheme
 * @param webhookSecret for Standard Webhooks: {@code whsec_…}
 */
public record WebhookSecret(String webhookHmacKey, String webhookSecret) {

  public WebhookSecret {
    requireNonNull(webhookHmacKey, "webhook_hmac_key");
    requireNonNull(webhookSecret, "webhook_secret");
  }

  @Override
  public String toString() {
    return "WebhookSecret[***]";
  }
}
