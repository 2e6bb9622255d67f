package darkroom.task;

/**
 * Fence of one claim: fresh and random each time, never a host or process name, checked by the row
 * of every write.
 */
public record LeaseToken(String value) {}
