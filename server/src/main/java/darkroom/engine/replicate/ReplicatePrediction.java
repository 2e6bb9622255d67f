package darkroom.engine.replicate;

import java.time.Instant;
import java.util.Optional;

/**
 * What matters of a job of Replicate's.
 *
 * @param id empty when it is none that can be asked for
 * @param model as {@code owner/name}; empty when not told
 * @param status the vendor's word
 * @param output address of the first picture
 * @param error what went wrong, in the vendor's words; empty when nothing did
 * @param source {@code api} or {@code web}; empty when not told
 * @param created empty when unreadable
 * @param completed when it ended; empty while it runs
 * @param ours whether its input is the one that was compared with
 */
record ReplicatePrediction(
    String id,
    String model,
    String status,
    Optional<String> output,
    String error,
    String source,
    Optional<Instant> created,
    Optional<Instant> completed,
    boolean ours) {}
