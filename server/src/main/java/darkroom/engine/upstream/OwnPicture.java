package darkroom.engine.upstream;

import darkroom.engine.BrokenPicture;
import darkroom.engine.Picture;
import darkroom.engine.Refusal;
import darkroom.net.EngineAnswer;
import darkroom.net.EngineCall;
import darkroom.net.EngineHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A finished picture that an engine of the operator serves at its own address, which may be a
 * private one. An engine in trouble is asked again; one that keeps saying no is not. Thread-safe.
 */
public final class OwnPicture implements Picture {
  private static final int MOST_REFUSALS = 3;

  private final EngineHttp http;
  private final EngineCall call;
  private final Spool spool;
  private final Path copy;
  private final AtomicInteger refusals = new AtomicInteger();

  /**
   * @param call a GET; its limit of bytes bounds the picture
   * @param id of the attempt; names the copy that is needed meanwhile
   */
  public OwnPicture(EngineHttp http, EngineCall call, Spool spool, String id) {
    this.http = http;
    this.spool = spool;
    this.copy = spool.of(id + "-fetched");
    this.call = call.spooledTo(copy);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      switch (http.ask(call)) {
        case EngineAnswer.Complete whole when whole.status() == 200 -> Files.copy(copy, out);
        case EngineAnswer.Complete other -> throw refused(other.status());
        case EngineAnswer.Cut cut -> throw new IOException(cut.detail());
        case EngineAnswer.NotSent(String detail) -> throw new IOException(detail);
        case EngineAnswer.NoAnswer(String detail) -> throw new IOException(detail);
      }
    } finally {
      spool.discard(copy);
    }
  }

  @Override
  public boolean mayDiffer() {
    return true;
  }

  private IOException refused(int status) {
    String detail = "the engine answered " + status + " for its result";
    return ResultStatus.isTrouble(status) || refusals.incrementAndGet() < MOST_REFUSALS
        ? new IOException(detail)
        : new BrokenPicture(Refusal.BAD_RESULT, detail);
  }
}
