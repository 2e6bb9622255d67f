package darkroom.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * What the HTTP library gets for a resolver: none. Each of our requests carries its vetted address,
 * so a question that arrives here is a bypass and fails. Stateless.
 */
final class NoResolver implements DnsResolver {

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new UnknownHostException("not vetted: " + host);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
