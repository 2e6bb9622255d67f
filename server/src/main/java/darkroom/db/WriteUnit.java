package darkroom.db;

import darkroom.task.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One thread's piece of a shared commit: run, then told after the commit what came of it. */
final class WriteUnit<T> {
  private final Work<T> work;
  private final CompletableFuture<T> done = new CompletableFuture<>();
  private @Nullable T result;
  private @Nullable Throwable failure;

  WriteUnit(Work<T> work) {
    this.work = work;
  }

  CompletableFuture<T> done() {
    return done;
  }

  /** Waits for its end; false when it has none in time. */
  boolean isDone(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (ExecutionException e) {
          return true; // whoever asks for the outcome will see it
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Runs the work; false when what it wrote is to be taken back.
   *
   * @throws SQLException when the whole transaction is lost
   */
  boolean run(Session session) throws SQLException {
    try {
      result = work.run(session);
      return !session.takeUndone();
    } catch (SQLException e) {
      if (Sqlite.endsTransaction(e)) {
        throw e;
      }
      failure = e;
    } catch (RuntimeException | Error e) {
      // even an error is this unit's alone: a dead writer thread would leave everybody waiting
      failure = e;
    }
    session.takeUndone();
    return false;
  }

  @SuppressWarnings("NullAway") // a unit may well have null for a result
  void tell() {
    if (failure != null) {
      done.completeExceptionally(
          failure instanceof StoreException
              ? failure
              : StoreException.notWritten("cannot write to the database", failure));
    } else {
      done.complete(result);
    }
  }

  void fail(StoreException trouble) {
    done.completeExceptionally(trouble);
  }
}
