package darkroom.worker;

import darkroom.engine.Reference;
import darkroom.image.CleanCopy;
import darkroom.image.FetchResult;
import darkroom.image.ImageFetcher;
import darkroom.image.ImageGate;
import darkroom.image.ImageVerdict;
import darkroom.storage.Draft;
import darkroom.storage.FileLinks;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.task.ReferenceIntake;
import darkroom.task.Task;
import darkroom.task.TaskFile;
import darkroom.task.TaskId;
import darkroom.task.TaskStore;
import darkroom.upload.KeptReference;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a task's references to our disk before its engine is called: kept objects and our own
 * pictures from the storage, everything else through the guarded fetcher. A stranger is asked once:
 * later claims work from the copy that was kept then, whatever the URL leads to meanwhile. A
 * stranger's URL is never handed to an engine (threat T09), nor is metadata. Thread-safe.
 */
public final class ReferenceGatherer {
  private static final Logger log = LoggerFactory.getLogger(ReferenceGatherer.class);

  private final ImageFetcher fetcher;
  private final ImageGate gate;
  private final CleanCopy copies;
  private final ObjectStorage storage;
  private final TaskStore store;
  private final FileLinks links;
  private final ReferenceIntake intake;
  private final BooleanSupplier diskLow;
  private final Path scratch;
  private final InstantSource clock;

  /**
   * @param diskLow whether the room that is left is for pictures alone
   * @param scratch folder for copies that live as long as a run; emptied by whoever starts the
   *     process
   */
  public ReferenceGatherer(
      ImageFetcher fetcher,
      ImageGate gate,
      CleanCopy copies,
      ObjectStorage storage,
      TaskStore store,
      FileLinks links,
      ReferenceIntake intake,
      BooleanSupplier diskLow,
      Path scratch,
      InstantSource clock) {
    this.fetcher = fetcher;
    this.gate = gate;
    this.copies = copies;
    this.storage = storage;
    this.store = store;
    this.links = links;
    this.intake = intake;
    this.diskLow = diskLow;
    this.scratch = scratch;
    this.clock = clock;
  }

  Gathered gather(Task task) throws InterruptedException {
    List<String> urls = task.input().imageUrls();
    if (urls.isEmpty()) {
      return Gathered.none();
    }
    Path folder;
    try {
      folder = Files.createTempDirectory(scratch, "references-");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    var fetches = new ArrayList<Callable<FetchResult>>();
    for (int i = 0; i < urls.size(); i++) {
      int index = i;
      Path into = folder.resolve(Integer.toString(i));
      fetches.add(() -> bring(task.id(), index, urls.get(index), into));
    }
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      return combine(folder, side.invokeAll(fetches));
    } catch (InterruptedException | RuntimeException e) {
      new Gathered(List.of(), Optional.of(folder), Optional.empty()).close();
      throw e;
    }
  }

  /** Deletes what was kept for an ended task. */
  void discard(Task task) throws IOException {
    if (!task.input().imageUrls().isEmpty()) {
      intake.discard(task.id());
    }
  }

  private FetchResult bring(TaskId task, int index, String url, Path into) throws IOException {
    Path raw = into.resolveSibling(into.getFileName() + ".raw");
    Optional<ObjectKey> given = KeptReference.key(url);
    if (given.isPresent()) {
      return clean(copy(given.get(), raw), into);
    }
    URI uri = URI.create(url);
    if (links.isOurs(uri) || links.tokenOf(uri).isPresent()) {
      return clean(own(uri, raw), into);
    }
    ObjectKey kept = KeptReference.key(task, index);
    FetchResult earlier = copy(kept, into);
    if (earlier instanceof FetchResult.Fetched) {
      return earlier;
    }
    Files.deleteIfExists(into);
    FetchResult fetched = clean(fetcher.fetch(uri, raw), into);
    if (fetched instanceof FetchResult.Fetched) {
      keep(kept, into);
    }
    return fetched;
  }

  /**
   * The task can do without, unless the stranger changes its mind, and then jobs under way are
   * still looked after; so the last room on the disk is not spent on it.
   */
  private void keep(ObjectKey key, Path file) {
    if (diskLow.getAsBoolean()) {
      return;
    }
    try (Draft draft = storage.draft()) {
      Files.copy(file, draft.out());
      storage.publish(draft, key);
    } catch (IOException e) {
      log.atWarn().addKeyValue("object", key).setCause(e).log("reference.not_kept");
    }
  }

  private FetchResult own(URI uri, Path into) throws IOException {
    Optional<String> token = links.tokenOf(uri);
    if (token.isPresent()) {
      Optional<TaskFile> own =
          store.findFile(token.get()).filter(file -> file.expiresAt().isAfter(clock.instant()));
      return own.isPresent()
          ? copy(new ObjectKey(own.get().objectKey()), into)
          : new FetchResult.Unreadable("our own file is gone or was never there");
    }
    return new FetchResult.Unreadable("an address of this service that is no picture");
  }

  /** What an engine gets tells nothing of camera, place or owner, and stands upright. */
  private FetchResult clean(FetchResult fetched, Path into) throws IOException {
    if (!(fetched instanceof FetchResult.Fetched raw)) {
      return fetched;
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into))) {
      return switch (copies.upright(raw.file(), out)) {
        case ImageVerdict.Usable usable -> new FetchResult.Fetched(into, usable.header());
        case ImageVerdict.Unusable unusable -> new FetchResult.Unreadable(unusable.reason());
      };
    } finally {
      Files.delete(raw.file());
    }
  }

  /**
   * @throws IOException when our own disk fails, which is not the reference's fault
   */
  private FetchResult copy(ObjectKey key, Path into) throws IOException {
    try (InputStream in = storage.open(key, 0)) {
      Files.copy(in, into);
      return switch (gate.judge(into)) {
        case ImageVerdict.Usable usable -> new FetchResult.Fetched(into, usable.header());
        case ImageVerdict.Unusable unusable -> new FetchResult.Unreadable(unusable.reason());
      };
    } catch (NoSuchFileException e) {
      return new FetchResult.Unreadable("the stored object is gone");
    }
  }

  private static Gathered combine(Path folder, List<Future<FetchResult>> fetched) {
    var references = new ArrayList<Reference>();
    Optional<String> problem = Optional.empty();
    for (int i = 0; i < fetched.size(); i++) {
      switch (result(fetched.get(i))) {
        case FetchResult.Fetched got -> references.add(new Reference(got.file(), got.header()));
        case FetchResult.Unreadable unreadable ->
            problem = problem.or(first(i, unreadable.detail()));
      }
    }
    return new Gathered(problem.isPresent() ? List.of() : references, Optional.of(folder), problem);
  }

  /** Trouble with our own disk ends this run; the task comes back. */
  private static FetchResult result(Future<FetchResult> fetched) {
    if (fetched.state() == Future.State.FAILED) {
      throw new IllegalStateException("cannot keep a reference", fetched.exceptionNow());
    }
    return fetched.resultNow();
  }

  private static java.util.function.Supplier<Optional<String>> first(int index, String detail) {
    return () -> Optional.of("image_urls[" + index + "]: " + detail);
  }
}
