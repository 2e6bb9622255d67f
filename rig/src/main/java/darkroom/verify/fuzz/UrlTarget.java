package darkroom.verify.fuzz;

import darkroom.net.AddressGuard;
import darkroom.net.TargetUrl;
import java.net.Inet6Address;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** A URL that is let through names the host and the port that java.net.URI finds in it too. */
final class UrlTarget implements Target {
  private static final Set<String> WEB = Set.of("http", "https");

  private final AddressGuard guard = new AddressGuard(List.of(), false, () -> Set.of());

  @Override
  public String name() {
    return "url";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "https://example.org/hook?a=b",
        "http://93.184.216.34:8080/x%20y",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "https://sub.xn--bcher-kva.example:8443/a/../b;c?d=%2F");
  }

  @Override
  public List<String> words() {
    return List.of(
        "http://",
        "https://",
        "127.0.0.1",
        "[::1]",
        "localhost",
        "0177.0.0.1",
        "2130706433",
        "::ffff:",
        "@",
        "\\",
        "//",
        ":80",
        ".",
        "..",
        "%61",
        "#",
        "?",
        "user:pass@",
        "169.254.169.254",
        "xn--");
  }

  @Override
  public String read(byte[] input) {
    return switch (TargetUrl.parse(Target.text(input), WEB, guard)) {
      case TargetUrl.ParseResult.Invalid refused -> refused.rule();
      case TargetUrl.ParseResult.Valid good -> {
        check(good.url());
        yield "good " + good.url().uri().getScheme() + " " + good.url().literal().isPresent();
      }
    };
  }

  private void check(TargetUrl url) {
    URI uri = url.uri();
    String host = uri.getHost();
    Finding.unless(host != null, "no host for java.net.URI");
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Finding.unless(bare.equals(url.host()), "another host for java.net.URI");
    int port = uri.getPort() < 0 ? (uri.getScheme().equals("https") ? 443 : 80) : uri.getPort();
    Finding.unless(port == url.port(), "another port for java.net.URI");
    Finding.unless(uri.getRawUserInfo() == null, "a user name got through");
    Finding.unless(uri.getRawFragment() == null, "a fragment got through");
    Finding.unless(
        url.literal().map(address -> guard.permits(address, url.port())).orElse(true),
        "a private address got through");
    Finding.unless(
        !(TargetUrl.parse(uri.toString(), WEB, guard) instanceof TargetUrl.ParseResult.Invalid),
        "what was let through is refused when read again");
    Finding.unless(
        url.literal().isEmpty() == !isLiteral(host), "a literal for java.net is a name for us");
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[")
        ? isV6(host.substring(1, host.length() - 1))
        : host.matches("[0-9.]+");
  }

  private static boolean isV6(String text) {
    try {
      return Inet6Address.ofLiteral(text) != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
