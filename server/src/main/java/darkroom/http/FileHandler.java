package darkroom.http;

import darkroom.storage.ObjectKey;
import darkroom.storage.ObjectStorage;
import darkroom.task.TaskFile;
import darkroom.task.TaskStore;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Serves pictures to whoever holds their URL: no key, no redirect, no attachment, and nothing a
 * browser could run. Thread-safe.
 */
public final class FileHandler {
  private static final Duration LONGEST_CACHE = Duration.ofDays(1);

  private final TaskStore store;
  private final ObjectStorage storage;
  private final InstantSource clock;

  public FileHandler(TaskStore store, ObjectStorage storage, InstantSource clock) {
    this.store = store;
    this.storage = storage;
    this.clock = clock;
  }

  Answer get(Exchange exchange) {
    Optional<TaskFile> found = store.findFile(exchange.pathParameter("token"));
    if (found.isEmpty() || !found.get().fileName().equals(exchange.pathParameter("name"))) {
      return Answer.error(ApiError.NOT_FOUND, "No such file");
    }
    TaskFile file = found.get();
    Instant now = clock.instant();
    if (!file.expiresAt().isAfter(now)) {
      return Answer.error(ApiError.GONE, "This file expired; its retention time is over");
    }
    Map<String, String> headers = headers(file, now);
    if (isKnown(exchange, file)) {
      headers.put("Content-Length", Long.toString(file.size())); // that of the 200
      return new Answer(304, headers, new Answer.Content.Bytes(new byte[0]));
    }
    return switch (ByteRange.parse(range(exchange, file), file.size())) {
      case ByteRange.Wanted.Everything all ->
          part(file, 200, headers, new ByteRange(0, file.size() - 1));
      case ByteRange.Wanted.Part part -> {
        headers.put(
            "Content-Range",
            "bytes " + part.range().first() + "-" + part.range().last() + "/" + file.size());
        yield part(file, 206, headers, part.range());
      }
      case ByteRange.Wanted.Outside outside ->
          Answer.error(ApiError.RANGE_NOT_SATISFIABLE, "Range: outside the file")
              .with("Content-Range", "bytes */" + file.size());
    };
  }

  private Answer part(TaskFile file, int status, Map<String, String> headers, ByteRange range) {
    var key = new ObjectKey(file.objectKey());
    return new Answer(
        status,
        headers,
        new Answer.Content.Stream(range.length(), () -> storage.open(key, range.first())));
  }

  /** Whether the caller has it already (If-None-Match, whose comparison is the weak one). */
  private static boolean isKnown(Exchange exchange, TaskFile file) {
    return exchange.headers("If-None-Match").stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag(file)));
  }

  /** A range only counts while the file is still the one the caller means (If-Range). */
  private static Optional<String> range(Exchange exchange, TaskFile file) {
    boolean same = exchange.header("If-Range").map(etag(file)::equals).orElse(true);
    boolean asked = exchange.method().equals("GET"); // no other method has ranges
    return same && asked ? exchange.header("Range") : Optional.empty();
  }

  private static Map<String, String> headers(TaskFile file, Instant now) {
    Duration left = Duration.between(now, file.expiresAt());
    Duration cache = left.compareTo(LONGEST_CACHE) < 0 ? left : LONGEST_CACHE;
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", file.mediaType());
    headers.put("ETag", etag(file));
    headers.put("Accept-Ranges", "bytes");
    headers.put("Cache-Control", "public, immutable, max-age=" + cache.toSeconds());
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    return headers;
  }

  private static String etag(TaskFile file) {
    return '"' + file.sha256() + '"';
  }
}
