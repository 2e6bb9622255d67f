package darkroom.net;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an engine of the operator tells over a web socket, text by text. It is listened to and
 * nothing is ever sent; what grows too long and what is no text is dropped. Made by {@link
 * EngineHttp#listen}. Thread-safe.
 */
public final class EngineSocket implements AutoCloseable {
  private final int mostChars;
  private final Consumer<String> sink;
  private @Nullable WebSocket socket;
  private boolean closed;

  private EngineSocket(int mostChars, Consumer<String> sink) {
    this.mostChars = mostChars;
    this.sink = sink;
  }

  /** Begins to connect, and returns at once. */
  static EngineSocket open(
      HttpClient client, URI uri, Duration connect, int mostChars, Consumer<String> sink) {
    var opened = new EngineSocket(mostChars, sink);
    var _ =
        client
            .newWebSocketBuilder()
            .connectTimeout(connect)
            .buildAsync(uri, opened.new Ear())
            .whenComplete((socket, trouble) -> {
              if (trouble != null) {
                opened.close();
              }
            });
    return opened;
  }

  /** Whether something may still be told: it connects, or is connected. */
  public synchronized boolean isOpen() {
    return !closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (socket != null) {
      socket.abort();
    }
  }

  private synchronized void opened(WebSocket there) {
    socket = there;
    if (closed) {
      there.abort();
    } else {
      there.request(1);
    }
  }

  /** Called by one thread at a time. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private boolean tooLong;

    @Override
    public void onOpen(WebSocket there) {
      opened(there);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket there, CharSequence part, boolean last) {
      tooLong |= part.length() > mostChars - text.length();
      if (!tooLong) {
        text.append(part);
      }
      if (last) {
        String whole = text.toString();
        boolean heard = !tooLong;
        text.setLength(0);
        tooLong = false;
        if (heard) {
          sink.accept(whole);
        }
      }
      there.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket there, ByteBuffer part, boolean last) {
      there.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket there, int status, String reason) {
      close();
      return null;
    }

    @Override
    public void onError(WebSocket there, Throwable trouble) {
      close();
    }
  }
}
