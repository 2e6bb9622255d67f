package darkroom.task;

/**
 * What went wrong: a public reason and an internal text.
 *
 * @param detail for the operator's log; never shown to callers
 */
public record Failure(Reason reason, String detail) {}
