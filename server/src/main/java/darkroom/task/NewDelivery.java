package darkroom.task;

/**
 * A callback about to be owed.
 *
 * @param id stays the same on every try; holds no dot
 * @param host whom it loads, for keeping slow receivers apart
 * @param body sent byte for byte on every try
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record NewDelivery(String id, String url, String host, byte[] body) {}
