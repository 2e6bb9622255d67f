package darkroom.net;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds the HTTP client with every automatism off. Stateless. */
final class HttpClientFactory {
  private static final int MAX_HEADERS = 100;
  private static final int MAX_LINE = 8 * 1024;

  private HttpClientFactory() {}

  /** A client that owns these connections and closes them with itself. */
  static CloseableHttpClient build(PoolingHttpClientConnectionManager connections) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        // Each of these would act on its own: send a POST twice, follow a redirect unvetted, keep a
        // cookie or a password between tenants, unpack a bomb.
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        // A kept connection would be bound to yesterday's answer of a name.
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setUserAgent("Darkroom")
        .build();
  }

  static PoolingHttpClientConnectionManager connections(
      NetConfig config, AddressGuard guard, SSLContext tls) {
    var strategies =
        RegistryBuilder.<TlsSocketStrategy>create()
            .register("https", new DefaultClientTlsStrategy(tls))
            .build();
    var operator =
        new DefaultHttpClientConnectionOperator(
            sockets(guard), DefaultSchemePortResolver.INSTANCE, new NoResolver(), strategies);
    var limits =
        Http1Config.custom().setMaxHeaderCount(MAX_HEADERS).setMaxLineLength(MAX_LINE).build();
    var manager =
        new PoolingHttpClientConnectionManager(
            operator,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND,
            ManagedHttpClientConnectionFactory.builder().http1Config(limits).build());
    manager.setMaxTotal(config.maxConnections());
    // places for each host are ours, by name; see HostPermits
    manager.setDefaultMaxPerRoute(config.maxConnections());
    manager.setDefaultConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(timeout(config.connectTimeout())).build());
    return manager;
  }

  private static DetachedSocketFactory sockets(AddressGuard guard) {
    return new DetachedSocketFactory() {
      @Override
      public Socket create(Proxy proxy) throws IOException {
        return new GuardedSocket(guard);
      }
    };
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }
}
