package darkroom.worker;

import darkroom.task.Ending;
import darkroom.task.NewDelivery;
import darkroom.task.Task;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Makes the callback that a task's end owes. The body is what the status answer says at that
 * moment, rendered by a function from the root, and its bytes are stored so that every try sends
 * the same.
 */
public final class CallbackWriter {
  private static final int ID_LENGTH = 22;

  private final Function<Task, byte[]> body;
  private final Function<URI, String> destination;
  private final IntFunction<String> randomBase62;
  private final Runnable wake;

  /**
   * @param destination whom a callback to this address loads
   * @param wake tells the deliveries that one is due
   */
  public CallbackWriter(
      Function<Task, byte[]> body,
      Function<URI, String> destination,
      IntFunction<String> randomBase62,
      Runnable wake) {
    this.body = body;
    this.destination = destination;
    this.randomBase62 = randomBase62;
    this.wake = wake;
  }

  Optional<NewDelivery> write(Task task, Ending ending) {
    return task.callbackUrl()
        .map(url ->
            new NewDelivery(
                "msg_" + randomBase62.apply(ID_LENGTH),
                url,
                destination.apply(URI.create(url)), // its form was judged at submit
                body.apply(task.ended(ending))));
  }

  void wake() {
    wake.run();
  }
}
