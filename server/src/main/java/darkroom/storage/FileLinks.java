package darkroom.storage;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public addresses of stored pictures, {@code <public URL>/f/<token>/<name>}, made from the
 * configured base and never from a request's Host header, and the way back from such an address to
 * its token. Immutable.
 */
public final class FileLinks {
  private static final Pattern PATH =
      Pattern.compile("/f/([0-9A-Za-z]{22,64})/[0-9A-Za-z.-]{1,40}");

  private final URI base;
  private final String prefix;

  /**
   * @param base scheme, host and port as clients reach us, with an optional path
   */
  public FileLinks(URI base) {
    this.base = base;
    this.prefix = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
  }

  public String url(String token, String fileName) {
    return base.getScheme()
        + "://"
        + base.getRawAuthority()
        + prefix
        + "/f/"
        + token
        + "/"
        + fileName;
  }

  /**
   * The token in one of our own addresses; empty for anybody else's and for other paths of ours.
   */
  public Optional<String> tokenOf(URI url) {
    if (!base.getScheme().equalsIgnoreCase(url.getScheme())
        || url.getRawAuthority() == null
        || !base.getRawAuthority().equalsIgnoreCase(url.getRawAuthority())
        || url.getRawPath() == null
        || !url.getRawPath().startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher matcher = PATH.matcher(url.getRawPath().substring(prefix.length()));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Whether a URL points at this installation: our host and port or, where our host is loopback,
   * any spelling of loopback with our port.
   */
  public boolean isOurs(URI url) {
    String host = url.getHost();
    return host != null
        && port(url) == port(base)
        && (host.equalsIgnoreCase(base.getHost())
            || (isLoopback(host) && isLoopback(base.getHost())));
  }

  /** By name or literal; nothing is looked up. */
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replace("[", "").replace("]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException noLiteral) {
      return false;
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
