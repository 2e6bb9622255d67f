package darkroom.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import darkroom.config.Secret;
import darkroom.credit.Credits;
import darkroom.db.OpenStore;
import darkroom.task.Names;
import darkroom.task.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
  private final SettableClock clock = new SettableClock();
  private final Names names = new Names();
  @TempDir private Path folder;
  private OpenStore open;
  private ApiKeys keys;
  private AccountId account;

  @BeforeEach
  void open() {
    open = new OpenStore(folder, clock);
    keys = new ApiKeys(open.accounts, clock, names::next);
    account = open.account(Credits.ZERO);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void an_issued_key_authenticates_with_all_it_was_given() {
    var wanted =
        new NewKey(
            account,
            "ci",
            ApiKey.Mode.TEST,
            ApiKey.Scope.MEMBER,
            List.of("seedream-4.5"),
            Optional.of(List.of("10.0.0.0/8", "::1/128")),
            new CreditLimits(Credits.of(20), Credits.of(100)));

    IssuedKey issued = keys.issue(wanted);

    ApiKey found = keys.authenticate(issued.text().value()).orElseThrow();
    assertThat(found).isEqualTo(issued.key());
    assertThat(found.isTest()).isTrue();
    assertThat(found.mayUse("seedream-4.5")).isTrue();
    assertThat(found.mayUse("seedream-4.5-edit")).isFalse();
    assertThat(issued.text().value()).startsWith("sk-test-");
  }

  @Test
  void no_addresses_and_nowhere_are_two_things() {
    var nowhere =
        new NewKey(
            account,
            "",
            ApiKey.Mode.LIVE,
            ApiKey.Scope.MEMBER,
            List.of(),
            Optional.of(List.of()),
            CreditLimits.NONE);

    ApiKey everywhere = authenticated(keys.issue(NewKey.member(account, "")));

    assertThat(everywhere.addresses()).isEmpty();
    assertThat(authenticated(keys.issue(nowhere)).addresses()).contains(List.of());
  }

  @Test
  void unknown_and_malformed_texts_are_turned_away() {
    keys.issue(NewKey.member(account, ""));
    Secret neverAdopted = keys.draw(ApiKey.Mode.LIVE);

    assertThat(keys.authenticate(neverAdopted.value())).isEmpty();
    assertThat(keys.authenticate("sk-nonsense")).isEmpty();
    assertThat(keys.authenticate("")).isEmpty();
  }

  @Test
  void a_revoked_key_is_refused_at_once() {
    IssuedKey issued = keys.issue(NewKey.member(account, ""));
    authenticated(issued); // is remembered now

    Optional<ApiKey> revoked = keys.revoke(issued.key().id());

    assertThat(revoked.orElseThrow().revokedAt()).contains(clock.instant());
    assertThat(keys.authenticate(issued.text().value())).isEmpty();
  }

  @Test
  void revoking_again_keeps_the_first_time_and_unknown_keys_are_told() {
    IssuedKey issued = keys.issue(NewKey.member(account, ""));
    keys.revoke(issued.key().id());
    clock.advance(Duration.ofDays(1));

    Optional<ApiKey> again = keys.revoke(issued.key().id());

    assertThat(again.orElseThrow().revokedAt()).contains(SettableClock.START);
    assertThat(keys.revoke("key_unknown")).isEmpty();
  }

  @Test
  void a_revocation_elsewhere_counts_within_a_second() {
    IssuedKey issued = keys.issue(NewKey.member(account, ""));
    authenticated(issued);
    new ApiKeys(open.accounts, clock, names::next).revoke(issued.key().id());

    clock.advance(Duration.ofSeconds(1));

    assertThat(keys.authenticate(issued.text().value())).isEmpty();
  }

  @Test
  void a_revocation_beside_many_checks_leaves_no_key_remembered() throws Exception {
    for (int round = 0; round < 20; round++) {
      IssuedKey issued = keys.issue(NewKey.member(account, ""));
      String text = issued.text().value();
      var over = new AtomicBoolean();
      try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
        var checks = new ArrayList<Future<?>>();
        for (int i = 0; i < 4; i++) {
          checks.add(
              side.submit(() -> {
                while (!over.get()) {
                  keys.authenticate(text);
                }
              }));
        }
        keys.revoke(issued.key().id());
        over.set(true);
        for (Future<?> check : checks) {
          check.get();
        }
      }

      assertThat(keys.authenticate(text)).isEmpty();
    }
  }

  @Test
  void the_key_text_is_nowhere_in_the_database_files() throws IOException {
    IssuedKey issued = keys.issue(NewKey.admin(account, "operator"));
    authenticated(issued);
    String text = issued.text().value();
    String random = text.substring(3, 33);

    for (boolean closed : new boolean[] {false, true}) {
      if (closed) {
        open.close();
      }
      String all = everyByte();
      assertThat(all).contains("operator", issued.key().id());
      assertThat(all).doesNotContain(text).doesNotContain(random);
    }
  }

  @Test
  void a_key_text_that_is_no_key_is_not_adopted() {
    assertThatThrownBy(() -> keys.adopt(NewKey.member(account, ""), new Secret("hunter2hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void use_is_noted_once_a_minute() {
    IssuedKey issued = keys.issue(NewKey.member(account, ""));
    authenticated(issued);
    clock.advance(Duration.ofSeconds(50));
    authenticated(issued);
    Optional<ApiKey> early = keys.find(issued.text());

    clock.advance(Duration.ofSeconds(20));
    authenticated(issued);

    assertThat(early.orElseThrow().lastUsedAt()).contains(SettableClock.START);
    assertThat(keys.find(issued.text()).orElseThrow().lastUsedAt()).contains(clock.instant());
  }

  private ApiKey authenticated(IssuedKey issued) {
    return keys.authenticate(issued.text().value()).orElseThrow();
  }

  private String everyByte() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }
}
