package darkroom.task;

/**
 * What one engine has to do with us just now.
 *
 * @param open attempts sent whose outcome is not written down yet
 * @param unknown attempts whose outcome could not be established, since the asked time
 */
public record EngineLoad(String engine, int open, int unknown) {}
