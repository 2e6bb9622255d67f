package darkroom.worker;

import darkroom.engine.Reference;
import darkroom.image.CleanCopy;
import darkroom.image.FetchResult;
import darkroom.image.ImageFetcher;
import darkroom.image.ImageGate;
import darkroom.image.ImageVerdict;
import darkroom.storage.FileLinks;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.task.ReferenceIntake;
import darkroom.task.Task;
import darkroom.task.TaskFile;
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

/**
 * Brings a task's references to our disk before its engine is called: kept objects and our own
 * pictures from the storage, everything else through the guarded fetcher. A stranger's URL is never
 * handed to an engine (threat T09), nor is metadata. Thread-safe.
 */
public final class ReferenceGatherer {
  private final ImageFetcher fetcher;
  private final ImageGate gate;
  private final CleanCopy copies;
  private final ObjectStorage storage;
  private final TaskStore store;
  private final FileLinks links;
  private final ReferenceIntake intake;
  private final Path scratch;
  private final InstantSource clock;

  /**
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
      Path scratch,
      InstantSource clock) {
    this.fetcher = fetcher;
    this.gate = gate;
    this.copies = copies;
    this.storage = storage;
    this.store = store;
    this.links = links;
    this.intake = intake;
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
      String url = urls.get(i);
      Path into = folder.resolve(Integer.toString(i));
      fetches.add(() -> clean(fetch(url, folder.resolve(into.getFileName() + ".raw")), into));
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
    if (task.input().imageUrls().stream().anyMatch(KeptReference::isOne)) {
      intake.discard(task.id());
    }
  }

  private FetchResult fetch(String url, Path into) throws IOException {
    Optional<ObjectKey> kept = KeptReference.key(url);
    if (kept.isPresent()) {
      return copy(kept.get(), into);
    }
    URI uri = URI.create(url);
    Optional<String> token = links.tokenOf(uri);
    if (token.isPresent()) {
      Optional<TaskFile> own =
          store.findFile(token.get()).filter(file -> file.expiresAt().isAfter(clock.instant()));
      return own.map(file -> copy(new ObjectKey(file.objectKey()), into))
          .orElseGet(() -> new FetchResult.Unreadable("our own file is gone or was never there"));
    }
    if (links.isOurs(uri)) {
      return new FetchResult.Unreadable("an address of this service that is no picture");
    }
    return fetcher.fetch(uri, into);
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

  private FetchResult copy(ObjectKey key, Path into) {
    try (InputStream in = storage.open(key, 0)) {
      Files.copy(in, into);
      return switch (gate.judge(into)) {
        case ImageVerdict.Usable usable -> new FetchResult.Fetched(into, usable.header());
        case ImageVerdict.Unusable unusable -> new FetchResult.Unreadable(unusable.reason());
      };
    } catch (NoSuchFileException e) {
      return new FetchResult.Unreadable("the stored object is gone");
    } catch (IOException e) {
      return new FetchResult.Unreadable("the stored object cannot be read: " + e.getMessage());
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
