package darkroom.task;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One accepted submit as its row has it.
 *
 * @param test submitted with a test key: free, and never drawn by a paid engine
 * @param unitPrice price of one picture, frozen at the submit; zero is held for test keys
 * @param callbackUrl where the end is told
 * @param startedAt time of the first claim; the deadline counts from here
 * @param captured what was spent; zero until finished
 * @param files pictures stored so far, by shot
 * @param engine the one engine that may draw it; empty for the model's own list
 * @param progress how far its engine says it is, 0 to 99; empty while no engine says anything
 * @param rewrittenPrompt what is drawn instead of the given prompt by engines that do not rewrite
 *     prompts themselves
 */
public record Task(
    TaskId id,
    AccountId account,
    boolean test,
    String model,
    ImageInput input,
    Credits unitPrice,
    Optional<String> callbackUrl,
    TaskStatus status,
    Optional<Reason> reason,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Credits captured,
    List<TaskFile> files,
    Optional<String> engine,
    OptionalInt progress,
    Optional<String> rewrittenPrompt) {

  public Task {
    files = List.copyOf(files);
  }

  /** What the submit set aside. */
  public Credits held() {
    return test ? Credits.ZERO : unitPrice.times(input.n());
  }

  /** The same task with what its prompt became. */
  public Task withPrompt(String rewritten) {
    return new Task(
        id,
        account,
        test,
        model,
        input,
        unitPrice,
        callbackUrl,
        status,
        reason,
        createdAt,
        startedAt,
        finishedAt,
        captured,
        files,
        engine,
        progress,
        Optional.of(rewritten));
  }

  /** The same task at its end. */
  public Task ended(Ending ending) {
    return new Task(
        id,
        account,
        test,
        model,
        input,
        unitPrice,
        callbackUrl,
        ending.status(),
        ending.failure().map(Failure::reason),
        createdAt,
        startedAt,
        Optional.of(ending.at()),
        ending.captured(),
        ending.files(),
        engine,
        progress,
        rewrittenPrompt);
  }
}
