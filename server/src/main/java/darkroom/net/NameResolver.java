package darkroom.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up a name. Implementations are called from many threads at once and may block. */
@FunctionalInterface
public interface NameResolver {

  /** All addresses of the name, in order of preference, at least one. */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
