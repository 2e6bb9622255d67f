package darkroom.verify.request;

import darkroom.verify.rig.Victim;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An account with its key, and the tasks that were accepted from it. Thread-safe. */
final class Tenant implements AutoCloseable {
  private static final String BODY =
      "{\"model\": \"seedream-4.5\", \"input\": {\"prompt\": \"a boat\"}}";

  private final Caller caller;
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failed = new AtomicInteger();

  Tenant(Victim victim, String key) {
    caller = new Caller(victim, key);
  }

  Caller.Reply submit() throws IOException, InterruptedException {
    Caller.Reply reply = caller.submit(BODY);
    if (reply.status() == 200) {
      accepted.add(reply.json().path("data").path("task_id").asString());
    }
    return reply;
  }

  /** Asks for some task of its own; empty while it has none. */
  Optional<Caller.Reply> poll() throws IOException, InterruptedException {
    String id = accepted.peek();
    return id == null ? Optional.empty() : Optional.of(status(id));
  }

  /** How many of its tasks have no end when the time is over. */
  int awaitEnds(long untilNanos) throws IOException, InterruptedException {
    int open = 0;
    for (String id : accepted) {
      String state = state(id);
      while (!state.equals("finished")
          && !state.equals("failed")
          && System.nanoTime() < untilNanos) {
        TimeUnit.MILLISECONDS.sleep(50);
        state = state(id);
      }
      failed.addAndGet(state.equals("failed") ? 1 : 0);
      open += state.equals("finished") || state.equals("failed") ? 0 : 1;
    }
    return open;
  }

  int failed() {
    return failed.get();
  }

  private String state(String id) throws IOException, InterruptedException {
    return status(id).json().path("data").path("status").asString("");
  }

  private Caller.Reply status(String id) throws IOException, InterruptedException {
    return caller.get("/api/generate/status/" + id);
  }

  @Override
  public void close() {
    caller.close();
  }
}
