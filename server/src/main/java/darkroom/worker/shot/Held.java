package darkroom.worker.shot;

import darkroom.engine.Bulkhead;
import java.util.Optional;

/**
 * What an attempt keeps from others while it goes on.
 *
 * @param call its answer, which a stop waits for
 * @param place at its engine; empty for one that an earlier process began
 */
record Held(PaidCalls.Call call, Optional<Bulkhead.Place> place) {

  /** A job's id is written down: with that, any process can go on. */
  void accepted() {
    call.close();
  }

  /**
   * The answer got lost. What becomes of it may be told late or never, and must keep neither a stop
   * nor other shots waiting.
   */
  void lost() {
    call.close();
    place.ifPresent(Bulkhead.Place::close);
  }
}
