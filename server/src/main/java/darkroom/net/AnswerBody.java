package darkroom.net;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer, at most so many bytes of it, and keeps what came of one that breaks off: a
 * result that was told before the break is a result. Thread-safe.
 */
final class AnswerBody implements BodySubscriber<AnswerBody> {
  private final ResponseInfo head;
  private final int maxBytes;
  private final AnswerWatch watch;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<AnswerBody> end = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private String trouble = "ran out of time";

  AnswerBody(ResponseInfo head, int maxBytes, AnswerWatch watch) {
    this.head = head;
    this.maxBytes = maxBytes;
    this.watch = watch;
  }

  @Override
  public CompletionStage<AnswerBody> getBody() {
    return end;
  }

  @Override
  public synchronized void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (end.isDone()) {
        return;
      }
      if (buffer.remaining() > maxBytes - bytes.size()) {
        finish("is longer than " + maxBytes + " bytes");
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
      if (watch.isEnough(chunk)) {
        finish("");
      }
    }
  }

  @Override
  public synchronized void onError(Throwable broken) {
    trouble = "broke off: " + broken.getClass().getSimpleName();
    end.complete(this);
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
    int status = head.statusCode();
    return trouble.isEmpty()
        ? new EngineAnswer.Complete(status, headers(), bytes.toByteArray())
        : new EngineAnswer.Cut(status, headers(), bytes.toByteArray(), "answer " + trouble);
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
