package darkroom.task;

import darkroom.account.AccountId;
import darkroom.catalog.ImageInput;
import darkroom.catalog.Size;
import darkroom.credit.Credits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tasks, files and endings as tests want them. */
public final class Samples {
  public static final Credits UNIT = Credits.of(5);

  /** A key that is not stored, and so has no limits. */
  public static final String KEY = "key_sample";

  private Samples() {}

  public static ImageInput input(int n) {
    return new ImageInput("a fox", Size.ofWire("2048x2048"), n, List.of(), true, false);
  }

  public static Task task(String id, AccountId account, int n, Instant now) {
    return task(id, account, input(n), Optional.empty(), now);
  }

  public static Task task(
      String id, AccountId account, ImageInput input, Optional<String> callbackUrl, Instant now) {
    return task(id, account, false, "seedream-4.5", input, callbackUrl, now);
  }

  /** Of any model, with a live key or a test key. */
  public static Task task(
      String id, AccountId account, boolean test, String model, int n, Instant now) {
    return task(id, account, test, model, input(n), Optional.empty(), now);
  }

  private static Task task(
      String id,
      AccountId account,
      boolean test,
      String model,
      ImageInput input,
      Optional<String> callbackUrl,
      Instant now) {
    return new Task(
        new TaskId(id),
        account,
        test,
        model,
        input,
        UNIT,
        callbackUrl,
        TaskStatus.NOT_STARTED,
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        Credits.ZERO,
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  /** Waits in the queue for a worker. */
  public static NewTask queued(Task task) {
    return new NewTask(
        task,
        Optional.empty(),
        Optional.empty(),
        task.createdAt(),
        task.createdAt(),
        1_000,
        0,
        KEY);
  }

  public static NewTask keyed(Task task, String key, String bodyHash) {
    return new NewTask(
        task,
        Optional.of(new IdempotencyKey(key, bodyHash)),
        Optional.empty(),
        task.createdAt(),
        task.createdAt(),
        1_000,
        0,
        KEY);
  }

  public static TaskFile file(Task task, int shot, Instant expiresAt) {
    String name = task.id().value() + "-" + shot;
    return new TaskFile(
        shot,
        "token-" + name,
        "file/aa/" + name + ".jpg",
        "jpeg",
        "image/jpeg",
        "jpg",
        1_234,
        "00ff",
        640,
        480,
        "",
        expiresAt);
  }

  public static Lease lease(Instant now) {
    return new Lease(now, now.plus(Duration.ofSeconds(15)), Duration.ofMinutes(30));
  }

  public static NewDelivery delivery(String id, String host) {
    return new NewDelivery(
        id,
        "https://" + host + "/hook",
        host,
        "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
