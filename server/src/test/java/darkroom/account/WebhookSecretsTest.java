package darkroom.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.Secret;
import darkroom.db.OpenStore;
import darkroom.task.Names;
import darkroom.task.SettableClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretsTest {
  private final SettableClock clock = new SettableClock();
  private final SecureRandom random = new SecureRandom();
  private final Names names = new Names();
  @TempDir private Path folder;
  private OpenStore open;
  private WebhookSecrets secrets;
  private AccountId account;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    secrets = secrets("master");
    var accounts = new Accounts(open.accounts, secrets, clock, names::next);
    account = accounts.create("a@example.com", "A").orElseThrow().id();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void a_new_account_has_two_secrets_and_none_before_them() {
    WebhookSecretPair pair = current();

    assertThat(pair.standard().value()).startsWith("whsec_").hasSizeGreaterThan(40);
    assertThat(pair.hmacKey().value()).doesNotStartWith("whsec_").hasSizeGreaterThan(40);
    assertThat(pair.previous()).isEmpty();
    assertThat(current()).isEqualTo(pair);
  }

  @Test
  void the_old_secret_goes_on_signing_for_24_hours() {
    Secret old = current().standard();

    WebhookSecretPair rotated = secrets.rotate(account).orElseThrow();

    assertThat(rotated.standard()).isNotEqualTo(old);
    assertThat(rotated.previous()).contains(old);
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(current()).isEqualTo(rotated);
    clock.advance(Duration.ofMillis(1));
    assertThat(current().previous()).isEmpty();
    assertThat(current().standard()).isEqualTo(rotated.standard());
  }

  @Test
  void rotations_at_the_same_moment_count_as_one() {
    Secret old = current().standard();
    var rival = new AtomicReference<WebhookSecretPair>();
    WebhookSecrets late =
        secrets("master", beforeWrite(() -> rival.set(secrets.rotate(account).orElseThrow())));

    WebhookSecretPair answered = late.rotate(account).orElseThrow();

    assertThat(answered).isEqualTo(rival.get()).isEqualTo(current());
    assertThat(answered.previous()).contains(old);
  }

  @Test
  void a_rotation_replaces_both_secrets() {
    WebhookSecretPair before = current();

    WebhookSecretPair after = secrets.rotate(account).orElseThrow();

    assertThat(after.hmacKey()).isNotEqualTo(before.hmacKey());
    assertThat(after.standard()).isNotEqualTo(before.standard());
  }

  @Test
  void an_unknown_account_has_no_secrets() {
    assertThat(secrets.current(new AccountId("acc_nobody"))).isEmpty();
    assertThat(secrets.rotate(new AccountId("acc_nobody"))).isEmpty();
  }

  @Test
  void a_process_with_another_master_key_is_told_so() {
    assertThatThrownBy(() -> secrets("another").current(account))
        .isInstanceOf(SecretKeyMismatch.class);
  }

  @Test
  void a_taken_email_makes_no_second_account() {
    var accounts = new Accounts(open.accounts, secrets, clock, names::next);

    assertThat(accounts.create("a@example.com", "B")).isEmpty();
    assertThat(accounts.list()).hasSize(1);
    assertThat(accounts.findByIdOrEmail("a@example.com").orElseThrow().id()).isEqualTo(account);
    assertThat(accounts.findByIdOrEmail(account.value()).orElseThrow().name()).isEqualTo("A");
  }

  @Test
  void the_secrets_are_nowhere_in_the_database_files() throws IOException {
    WebhookSecretPair before = current();
    WebhookSecretPair after = secrets.rotate(account).orElseThrow();
    var all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }

    assertThat(all.toString())
        .contains(account.value())
        .doesNotContain(
            before.standard().value(),
            before.hmacKey().value(),
            after.standard().value(),
            after.hmacKey().value());
  }

  private WebhookSecretPair current() {
    return secrets.current(account).orElseThrow();
  }

  private WebhookSecrets secrets(String master) {
    return secrets(master, open.accounts);
  }

  private WebhookSecrets secrets(String master, AccountStore store) {
    return new WebhookSecrets(store, new SecretBox(new Secret(master), random), random, clock);
  }

  /** The real store, with something that happens just before secrets are replaced. */
  private AccountStore beforeWrite(Runnable action) {
    return (AccountStore)
        Proxy.newProxyInstance(
            AccountStore.class.getClassLoader(),
            new Class<?>[] {AccountStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("replaceSecrets")) {
                action.run();
              }
              return method.invoke(open.accounts, arguments);
            });
  }
}
