package darkroom.upload;

import darkroom.catalog.ImageInput;
import darkroom.catalog.InputProblem;
import darkroom.image.CleanCopy;
import darkroom.image.DataUri;
import darkroom.image.ImageLimits;
import darkroom.image.ImageVerdict;
import darkroom.net.AddressGuard;
import darkroom.net.TargetUrl;
import darkroom.storage.Draft;
import darkroom.storage.FileLinks;
import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.task.ReferenceIntake;
import darkroom.task.StoreException;
import darkroom.task.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the form of reference URLs at submit and takes data URIs into the storage, without their
 * metadata, so that a task row never carries pictures. Thread-safe.
 */
public final class ReferenceDesk implements ReferenceIntake {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MOST = 64;

  private final ObjectStorage storage;
  private final CleanCopy copies;
  private final ImageLimits limits;
  private final AddressGuard guard;
  private final FileLinks links;

  public ReferenceDesk(
      ObjectStorage storage,
      CleanCopy copies,
      ImageLimits limits,
      AddressGuard guard,
      FileLinks links) {
    this.storage = storage;
    this.copies = copies;
    this.limits = limits;
    this.guard = guard;
    this.links = links;
  }

  @Override
  public Optional<InputProblem> judge(ImageInput input) {
    List<String> urls = input.imageUrls();
    for (int i = 0; i < urls.size(); i++) {
      Optional<String> broken = brokenBy(urls.get(i));
      if (broken.isPresent()) {
        return Optional.of(problem(i, broken.get(), InputProblem.Kind.VALIDATION));
      }
    }
    return Optional.empty();
  }

  @Override
  public Result keep(TaskId task, ImageInput input) {
    List<String> urls = input.imageUrls();
    if (urls.stream().noneMatch(DataUri::looksLikeOne)) {
      return new Result.Kept(input);
    }
    var names = new ArrayList<String>();
    try {
      for (int i = 0; i < urls.size(); i++) {
        if (!DataUri.looksLikeOne(urls.get(i))) {
          names.add(urls.get(i));
          continue;
        }
        Optional<String> broken = keep(KeptReference.key(task, i), urls.get(i));
        if (broken.isPresent()) {
          discard(task);
          return new Result.Broken(problem(i, broken.get(), InputProblem.Kind.FILE_FORMAT));
        }
        names.add(KeptReference.name(KeptReference.key(task, i)));
      }
    } catch (IOException e) {
      throw StoreException.notWritten("cannot keep a reference", e); // the cleaner takes the rest
    }
    return new Result.Kept(input.withImageUrls(names));
  }

  @Override
  public void discard(TaskId task) {
    try {
      String folder = KeptReference.FOLDER + "/" + task.value().toLowerCase(java.util.Locale.ROOT);
      for (ObjectKey key : storage.list(folder, MOST)) {
        storage.delete(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> brokenBy(String url) {
    if (DataUri.looksLikeOne(url)) {
      return Optional.empty(); // judged by its bytes when it is kept
    }
    return switch (TargetUrl.parse(url, SCHEMES, guard)) {
      case TargetUrl.ParseResult.Invalid invalid ->
          ownPicture(url) ? Optional.empty() : Optional.of(invalid.rule());
      case TargetUrl.ParseResult.Valid valid -> Optional.empty();
    };
  }

  /** Our own pictures are read from the storage, wherever this service listens. */
  private boolean ownPicture(String url) {
    try {
      return links.tokenOf(new URI(url)).isPresent();
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }

  /** Keeps one picture, or says which rule it breaks. */
  private Optional<String> keep(ObjectKey key, String dataUri) throws IOException {
    byte[] bytes;
    switch (DataUri.parse(dataUri, limits.maxBytes())) {
      case DataUri.Result.Invalid invalid -> {
        return Optional.of(invalid.rule());
      }
      case DataUri.Result.Decoded decoded -> bytes = decoded.bytes();
    }
    try (Draft raw = storage.draft();
        Draft draft = storage.draft()) {
      raw.out().write(bytes);
      if (copies.write(raw.file(), draft.out()) instanceof ImageVerdict.Unusable unusable) {
        return Optional.of("is not a usable picture: " + unusable.reason());
      }
      storage.publish(draft, key);
      return Optional.empty();
    }
  }

  private static InputProblem problem(int index, String rule, InputProblem.Kind kind) {
    String field = "input.image_urls[" + index + "]";
    return new InputProblem(field, field + ": " + rule, kind);
  }
}
