package darkroom.wire;

import darkroom.account.ApiKey;
import java.io.IOException;

/**
 * One line of the route table.
 *
 * @param template path with {@code {names}}, matched on the raw path
 * @param access who may come in
 */
public record Route(String method, String template, Access access, Action action) {

  /** What a caller has to show. */
  public enum Access {
    /** Nothing. */
    OPEN,
    /** Any valid key. */
    KEY,
    /** Any valid key; counts against the key's rate of submits. */
    SUBMIT,
    /** A key of scope admin. */
    ADMIN
  }

  /** Handles an exchange of anybody. */
  @FunctionalInterface
  public interface OpenAction {
    Answer handle(Exchange exchange) throws IOException;
  }

  /** Handles an exchange of a known key. */
  @FunctionalInterface
  public interface KeyAction {
    Answer handle(Exchange exchange, ApiKey key) throws IOException;
  }

  /** One of the two. */
  public sealed interface Action {
    record Open(OpenAction action) implements Action {}

    record Keyed(KeyAction action) implements Action {}
  }

  public static Route open(String method, String template, OpenAction action) {
    return new Route(method, template, Access.OPEN, new Action.Open(action));
  }

  public static Route key(String method, String template, KeyAction action) {
    return new Route(method, template, Access.KEY, new Action.Keyed(action));
  }

  public static Route submit(String method, String template, KeyAction action) {
    return new Route(method, template, Access.SUBMIT, new Action.Keyed(action));
  }

  public static Route admin(String method, String template, KeyAction action) {
    return new Route(method, template, Access.ADMIN, new Action.Keyed(action));
  }
}
