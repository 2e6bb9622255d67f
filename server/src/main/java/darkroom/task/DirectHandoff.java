package darkroom.task;

import java.util.Optional;

/** Hands a task from the submit that made it straight to a free worker, without a claim. */
public interface DirectHandoff {

  /**
   * A place with a worker; empty when all are busy, others wait, or no engine takes such a task
   * just now. Must be used or returned.
   */
  Optional<Place> reserve(Task task);

  /** One reserved place. Exactly one of its methods is called, once. */
  interface Place {
    LeaseToken token();

    /** The task is durable and leased under {@link #token}. */
    void take(Claim claim);

    /** The task did not come to be. */
    void giveUp();
  }

  /** Something is due; look for it. */
  void wake();
}
