package darkroom.verify.money;

import darkroom.account.AccountStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The real store of accounts, with its reads of keys counted or led astray. */
final class WatchedStore {
  private WatchedStore() {}

  /** Counts how often a key is looked up. */
  static AccountStore counting(AccountStore real, AtomicLong reads) {
    return proxy(
        (name, arguments, call) -> {
          if (name.equals("findKey") || name.equals("findValidKey")) {
            reads.incrementAndGet();
          }
          return call.run();
        },
        real);
  }

  /**
   * Looks a key up, revoked or not, and turns revoked ones away afterwards: the obvious way, in
   * which a revoked key costs the reading of a row that an unknown one does not.
   */
  static AccountStore obvious(AccountStore real) {
    return proxy(
        (name, arguments, call) ->
            name.equals("findValidKey")
                ? real.findKey((byte[]) arguments[0]).filter(key -> key.revokedAt().isEmpty())
                : call.run(),
        real);
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private interface Watch {
    Object around(String name, Object[] arguments, Call call) throws Throwable;
  }

  private static AccountStore proxy(Watch watch, AccountStore real) {
    return (AccountStore)
        Proxy.newProxyInstance(
            AccountStore.class.getClassLoader(),
            new Class<?>[] {AccountStore.class},
            (proxy, method, arguments) ->
                watch.around(
                    method.getName(),
                    arguments,
                    () -> {
                      try {
                        return Optional.ofNullable(method.invoke(real, arguments)).orElse("");
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
