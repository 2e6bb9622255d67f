package darkroom.task;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.catalog.InputProblem;
import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.catalog.QuoteResult;
import darkroom.catalog.StringCheck;
import darkroom.credit.Credits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/**
 * Takes submits and answers for tasks. The order of its checks is part of the wire contract:
 * replay, model, key's models, input, callback, engines, queue, credits. Thread-safe.
 */
public final class TaskService {
  private static final int ID_DRAWS = 5;
  private static final Set<String> FIELDS = Set.of("model", "input", "callback_url");
  private static final Duration DISK_PAUSE = Duration.ofSeconds(30);
  private static final Duration STORAGE_PAUSE = Duration.ofMinutes(10);

  private final ModelCatalog catalog;
  private final TaskStore store;
  private final EngineCapabilities engines;
  private final ReferenceIntake references;
  private final CallbackRule callbacks;
  private final Admission admission;
  private final DirectHandoff handoff;
  private final TaskConfig config;
  private final InstantSource clock;
  private final IntFunction<String> randomBase36;

  public TaskService(
      ModelCatalog catalog,
      TaskStore store,
      EngineCapabilities engines,
      ReferenceIntake references,
      CallbackRule callbacks,
      Admission admission,
      DirectHandoff handoff,
      TaskConfig config,
      InstantSource clock,
      IntFunction<String> randomBase36) {
    this.catalog = catalog;
    this.store = store;
    this.engines = engines;
    this.references = references;
    this.callbacks = callbacks;
    this.admission = admission;
    this.handoff = handoff;
    this.config = config;
    this.clock = clock;
    this.randomBase36 = randomBase36;
  }

  public SubmitResult submit(SubmitCommand command) {
    Optional<IdempotencyKey> key =
        command
            .idempotencyKey()
            .map(text -> new IdempotencyKey(text, CanonicalBody.hash(command.body())));
    Optional<SubmitResult> replayed =
        key.flatMap(used ->
            store.replay(command.key().account(), used.key()).map(old -> replay(old, used)));
    return replayed.orElseGet(() -> submitNew(command, key));
  }

  /** A task of this account; empty for unknown and for foreign ids alike. */
  public Optional<Task> find(AccountId account, String id) {
    return TaskId.isPossible(id) ? store.find(account, new TaskId(id)) : Optional.empty();
  }

  private SubmitResult submitNew(SubmitCommand command, Optional<IdempotencyKey> key) {
    JsonNode modelId = command.body().path("model");
    if (!modelId.isString() || modelId.stringValue().isBlank()) {
      return new SubmitResult.InvalidRequest("model: must be the id of a model, a string");
    }
    Optional<Model> model = catalog.find(modelId.stringValue());
    if (model.isEmpty()) {
      return new SubmitResult.UnknownModel();
    }
    if (!command.key().mayUse(model.get().id())) {
      return new SubmitResult.ModelNotAllowed();
    }
    Optional<InputProblem> beside = StringCheck.besideInput(command.body(), FIELDS);
    if (beside.isPresent()) {
      return new SubmitResult.InvalidInput(List.of(beside.get()));
    }
    return switch (catalog.quote(model.get().id(), command.body().path("input"))) {
      case QuoteResult.UnknownModel unknown -> new SubmitResult.UnknownModel();
      case QuoteResult.Invalid invalid -> new SubmitResult.InvalidInput(invalid.problems());
      case QuoteResult.Quote quote -> submitQuoted(command, key, quote);
    };
  }

  private SubmitResult submitQuoted(
      SubmitCommand command, Optional<IdempotencyKey> key, QuoteResult.Quote quote) {
    Optional<InputProblem> badReference = references.judge(quote.input());
    if (badReference.isPresent()) {
      return new SubmitResult.InvalidInput(List.of(badReference.get()));
    }
    JsonNode url = command.body().path("callback_url");
    boolean told = !url.isMissingNode() && !url.isNull();
    Optional<String> brokenRule = told ? brokenBy(url) : Optional.empty();
    if (brokenRule.isPresent()) {
      return new SubmitResult.InvalidRequest("callback_url: " + brokenRule.get());
    }
    Optional<String> cannot =
        engines.cannot(quote.model(), quote.input(), command.key().isTest(), command.engine());
    if (cannot.isPresent()) {
      return new SubmitResult.InvalidRequest("input: " + cannot.get());
    }
    if (admission.diskLow()) {
      return new SubmitResult.DiskLow(DISK_PAUSE);
    }
    Optional<Duration> full = admission.full();
    if (full.isPresent()) {
      return new SubmitResult.QueueFull(false, full.get());
    }
    Optional<String> callbackUrl = told ? Optional.of(url.stringValue()) : Optional.empty();
    return insert(command, key, quote, callbackUrl);
  }

  private Optional<String> brokenBy(JsonNode url) {
    return url.isString() ? callbacks.brokenBy(url.stringValue()) : Optional.of("must be a string");
  }

  private SubmitResult insert(
      SubmitCommand command,
      Optional<IdempotencyKey> key,
      QuoteResult.Quote quote,
      Optional<String> callbackUrl) {
    for (int draw = 0; draw < ID_DRAWS; draw++) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      TaskId id = TaskId.fresh(now, randomBase36);
      ImageInput input;
      switch (references.keep(id, quote.input())) {
        case ReferenceIntake.Result.Kept kept -> input = kept.input();
        case ReferenceIntake.Result.Broken broken -> {
          return new SubmitResult.InvalidInput(List.of(broken.problem()));
        }
      }
      var task =
          new Task(
              id,
              command.key().account(),
              command.key().isTest(),
              quote.model().id(),
              input,
              quote.unitPrice(),
              callbackUrl,
              TaskStatus.NOT_STARTED,
              Optional.empty(),
              now,
              Optional.empty(),
              Optional.empty(),
              Credits.ZERO,
              List.of(),
              command.engine(),
              OptionalInt.empty(),
              Optional.empty());
      InsertResult result = insert(task, command.key().id(), key, now);
      if (!(result instanceof InsertResult.Inserted)) {
        references.discard(id);
      }
      switch (result) {
        case InsertResult.Inserted inserted -> {
          return new SubmitResult.Accepted(id, now, task.held());
        }
        case InsertResult.KeyTaken taken -> {
          return replay(taken.replay(), key.orElseThrow());
        }
        case InsertResult.TooFewCredits poor -> {
          return new SubmitResult.InsufficientCredits(task.held());
        }
        case InsertResult.KeyLimitReached reached -> {
          return new SubmitResult.KeyLimitReached(reached.period());
        }
        case InsertResult.StorageFull full -> {
          return new SubmitResult.StorageFull(STORAGE_PAUSE);
        }
        case InsertResult.AccountFull full -> {
          return new SubmitResult.QueueFull(true, admission.retryAfter());
        }
        case InsertResult.IdTaken again -> {}
      }
    }
    throw new IllegalStateException("no free task id in " + ID_DRAWS + " draws");
  }

  private InsertResult insert(Task task, String keyId, Optional<IdempotencyKey> key, Instant now) {
    Optional<DirectHandoff.Place> place = handoff.reserve(task);
    boolean taken = false;
    try {
      InsertResult result =
          store.insert(
              new NewTask(
                  task,
                  key,
                  place.map(DirectHandoff.Place::token),
                  now.plus(config.lease()),
                  now.plus(config.deadline()),
                  config.maxOpenPerAccount(),
                  config.maxBytesPerAccount(),
                  keyId));
      if (result instanceof InsertResult.Inserted) {
        taken = place.isPresent();
        place.ifPresentOrElse(
            free ->
                free.take(new Claim(task, free.token(), now.plus(config.deadline()), List.of())),
            this::queued);
      }
      return result;
    } finally {
      if (!taken) {
        place.ifPresent(DirectHandoff.Place::giveUp);
      }
    }
  }

  private void queued() {
    admission.queued();
    handoff.wake();
  }

  private static SubmitResult replay(InsertResult.Replay old, IdempotencyKey used) {
    return old.bodyHash().equals(used.bodyHash())
        ? new SubmitResult.AlreadyAccepted(old.id(), old.createdAt())
        : new SubmitResult.KeyConflict();
  }
}
