package darkroom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer, at most so many bytes of it, and keeps what came of one that breaks off: a
 * result that was told before the break is a result. Thread-safe.
 */
final class AnswerBody implements BodySubscriber<AnswerBody> {
  /** Of a body that was meant for a file and comes with an error, which stays in memory. */
  private static final long MAX_ERROR = 1 << 20;

  private final ResponseInfo head;
  private final long maxBytes;
  private final AnswerWatch watch;
  private final Optional<Path> spool;
  private final boolean kept;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private OutputStream sink = memory;
  private long taken;
  private final CompletableFuture<AnswerBody> end = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private String trouble = "ran out of time";

  AnswerBody(ResponseInfo head, EngineCall call) {
    this.head = head;
    this.watch = call.watch();
    this.spool = call.spool().filter(file -> head.statusCode() / 100 == 2);
    this.kept =
        head.statusCode() / 100 != 2
            || !watch.isRead(head.headers().firstValue("content-type").orElse(""));
    this.maxBytes =
        call.spool().isPresent() && spool.isEmpty()
            ? Math.min(call.maxBytes(), MAX_ERROR)
            : call.maxBytes();
  }

  @Override
  public CompletionStage<AnswerBody> getBody() {
    return end;
  }

  @Override
  public synchronized void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    try {
      if (spool.isPresent()) {
        sink = Files.newOutputStream(spool.get());
      }
    } catch (IOException e) {
      finish("cannot be written down: " + e.getClass().getSimpleName());
      return;
    }
    subscription.request(1);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (end.isDone()) {
        return;
      }
      if (kept && buffer.remaining() > maxBytes - taken) {
        finish("is longer than " + maxBytes + " bytes");
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      try {
        keep(chunk);
      } catch (IOException e) {
        finish("cannot be written down: " + e.getClass().getSimpleName());
        return;
      }
      if (watch.isEnough(chunk)) {
        finish("");
      }
    }
    if (subscription != null && !end.isDone()) {
      // one portion at a time, so that a disk slower than the network is no queue in memory
      subscription.request(1);
    }
  }

  private void keep(byte[] chunk) throws IOException {
    if (kept) {
      taken += chunk.length;
      sink.write(chunk);
    }
  }

  @Override
  public synchronized void onError(Throwable broken) {
    if (!end.isDone()) {
      trouble = "broke off: " + broken.getClass().getSimpleName();
      end.complete(this);
    }
  }

  @Override
  public synchronized void onComplete() {
    if (!end.isDone()) {
      trouble = "";
      end.complete(this);
    }
  }

  /** What has come so far, judged as if nothing more would. */
  synchronized EngineAnswer answer() {
    close();
    int status = head.statusCode();
    return trouble.isEmpty()
        ? new EngineAnswer.Complete(status, headers(), memory.toByteArray())
        : new EngineAnswer.Cut(status, headers(), memory.toByteArray(), "answer " + trouble);
  }

  private void close() {
    try {
      sink.close();
    } catch (IOException e) {
      trouble = "cannot be written down: " + e.getClass().getSimpleName();
    }
  }

  private void finish(String trouble) {
    this.trouble = trouble;
    if (subscription != null) {
      subscription.cancel();
    }
    end.complete(this);
  }

  private Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    head.headers()
        .map()
        .forEach((name, values) ->
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }
}
