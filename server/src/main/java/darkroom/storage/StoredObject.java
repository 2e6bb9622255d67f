package darkroom.storage;

/**
 * What was stored.
 *
 * @param size bytes
 * @param sha256 lower-case hex
 */
public record StoredObject(ObjectKey key, long size, String sha256) {}
