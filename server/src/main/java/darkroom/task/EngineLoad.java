package darkroom.task;

/**
 * What one engine has to do with us just now.
 *
 * @param open attempts of open tasks that were sent and whose outcome is not written down yet
 * @param unknown attempts whose outcome could not be established, or that their task's end cut off,
 *     since the asked time
 */
public record EngineLoad(String engine, int open, int unknown) {}
