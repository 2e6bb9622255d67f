package darkroom.engine.poyo;

import darkroom.engine.EngineResult;
import darkroom.engine.Reference;
import darkroom.engine.upstream.ReferenceFit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * References as addresses. PoYo takes five uploads a minute, so what lies there already is not
 * uploaded again, and shots that start side by side wait for one upload. Known by the SHA-256 of
 * the picture as it came to us; forgotten with the process. Thread-safe.
 */
final class PoyoUploads {
  /**
   * PoYo keeps uploads for 72 hours; a task may wait for a while before its upstream reads them.
   */
  private static final Duration REMEMBERED = Duration.ofHours(60);

  private static final int MOST = 1_000;

  private record Kept(String url, Instant until) {}

  private final PoyoUploadCall call;
  private final ReferenceFit fit;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<PoyoUpload>> running = new HashMap<>();
  private final Map<String, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST;
        }
      };

  PoyoUploads(PoyoUploadCall call, ReferenceFit fit, InstantSource clock) {
    this.call = call;
    this.fit = fit;
    this.clock = clock;
  }

  /**
   * Where this reference lies at the upstream; brings it there first where it must.
   *
   * @throws IOException when our own disk fails, or the reference can never fit
   */
  PoyoUpload of(String attemptId, Reference reference) throws IOException {
    String hash = hash(reference.file());
    var mine = new CompletableFuture<PoyoUpload>();
    Optional<CompletableFuture<PoyoUpload>> other;
    synchronized (this) {
      Kept known = kept.get(hash);
      if (known != null && clock.instant().isBefore(known.until())) {
        return new PoyoUpload.Ready(known.url());
      }
      other = Optional.ofNullable(running.putIfAbsent(hash, mine));
    }
    return other.isPresent() ? outcome(other.get()) : upload(attemptId, reference, hash, mine);
  }

  /** They are not to be relied on any more: the upstream says that it cannot read them. */
  void forget(List<Reference> references) {
    for (Reference reference : references) {
      try {
        String hash = hash(reference.file());
        synchronized (this) {
          kept.remove(hash);
        }
      } catch (IOException e) {
        // gone from our disk: then nobody asks for it again
      }
    }
  }

  private PoyoUpload upload(
      String attemptId, Reference reference, String hash, CompletableFuture<PoyoUpload> mine)
      throws IOException {
    PoyoUpload outcome = notReady("another's upload failed");
    try (var fitting = fit.fit(List.of(reference))) {
      String name = attemptId + "-" + hash.substring(0, 16);
      outcome = call.send(attemptId, name, fitting.pictures().getFirst());
      return outcome;
    } finally {
      synchronized (this) {
        running.remove(hash);
        if (outcome instanceof PoyoUpload.Ready(String url)) {
          kept.put(hash, new Kept(url, clock.instant().plus(REMEMBERED)));
        }
      }
      mine.complete(outcome);
    }
  }

  /** Of the upload that another shot has begun; it ends by its own time-out. */
  private static PoyoUpload outcome(CompletableFuture<PoyoUpload> begun) {
    try {
      return begun.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notReady("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an upload is completed, never failed", e);
    }
  }

  private static PoyoUpload notReady(String detail) {
    return new PoyoUpload.Failed(new EngineResult.NotReady("upload: " + detail));
  }

  private static String hash(Path file) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(OutputStream.nullOutputStream()); // read, for what is skipped is not digested
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
