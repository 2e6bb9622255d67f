package darkroom.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL given by a stranger, checked for form, literal address and port (threats T03, T06, T07).
 * Names are not looked up here: DNS answers change, so {@link GuardedHttp} judges them at each try.
 * Immutable.
 *
 * <p>The grammar is our own and narrower than RFC 3986, because every reading that two parsers
 * could disagree about is a way around the guard.
 *
 * @param uri with scheme and host in lower case
 * @param host name, or literal without brackets
 * @param port as given, or the scheme's
 */
public record TargetUrl(URI uri, String host, int port) {
  public static final int MAX_LENGTH = 2048;

  /** What {@link #parse} found. */
  public sealed interface ParseResult {

    record Valid(TargetUrl url) implements ParseResult {}

    /**
     * @param rule the broken rule as the end of a sentence that begins with the field's name, such
     *     as {@code must be an https URL}; may be shown to the caller
     */
    record Invalid(String rule) implements ParseResult {}
  }

  // scheme "://" authority, then path and query; userinfo is found in the authority afterwards
  private static final Pattern PARTS =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<rest>.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\[\\]]*\\]|[^:\\[\\]]*)(?<colon>:(?<port>.*))?");
  private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  // what some other parser would take for (a part of) an IPv4 address
  private static final Pattern NUMERIC_LABEL = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final String NO_HOST =
      "must name its host as a plain DNS name, four decimal numbers or an IPv6 address in brackets";
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final InetAddress LOOPBACK = AddressLiteral.of(new byte[] {127, 0, 0, 1});

  /**
   * Checks a URL.
   *
   * @param schemes allowed schemes in lower case, out of http and https
   */
  public static ParseResult parse(String text, Set<String> schemes, AddressGuard guard) {
    if (text.length() > MAX_LENGTH) {
      return invalid("must be at most " + MAX_LENGTH + " characters");
    }
    if (!VISIBLE_ASCII.matcher(text).matches()) {
      return invalid("must hold no spaces, control characters or characters outside ASCII");
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || !schemes.contains(lower(parts.group("scheme")))) {
      return invalid(
          schemes.contains("http") ? "must be an http or https URL" : "must be an https URL");
    }
    String authority = parts.group("authority");
    if (authority.indexOf('@') >= 0) {
      return invalid("must not hold a user name or password");
    }
    if (text.indexOf('#') >= 0) {
      return invalid("must not hold a fragment");
    }
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches() || matcher.group("host").isEmpty()) {
      return invalid("must name a host");
    }
    String scheme = lower(parts.group("scheme"));
    int port = scheme.equals("https") ? 443 : 80;
    if (matcher.group("colon") != null) {
      String digits = matcher.group("port");
      if (!PORT.matcher(digits).matches() || Integer.parseInt(digits) > 65_535) {
        return invalid("must use a port from 1 to 65535");
      }
      port = Integer.parseInt(digits);
    }
    return judged(scheme, lower(matcher.group("host")), port, parts.group("rest"), guard);
  }

  /** The address when the host is a literal. */
  public Optional<InetAddress> literal() {
    return literal(host);
  }

  /**
   * Whom requests to this URL load: the host, whatever the port, so that a receiver cannot multiply
   * its share by its ports. On this machine itself each port is a service of its own.
   */
  public String destination() {
    return destination(uri);
  }

  /** The same for a URL whose form was checked before. */
  public static String destination(URI checked) {
    String host = lower(checked.getHost());
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Optional<InetAddress> literal = literal(bare);
    // one spelling for all, of which IPv6 has many
    String one = literal.map(InetAddress::getHostAddress).orElse(bare);
    boolean loopback =
        host.equals("localhost") || literal.map(InetAddress::isLoopbackAddress).orElse(false);
    if (!loopback) {
      return one;
    }
    int usual = "https".equals(checked.getScheme()) ? 443 : 80;
    String service = one.contains(":") ? "[" + one + "]" : one;
    return service + ":" + (checked.getPort() < 0 ? usual : checked.getPort());
  }

  private static ParseResult judged(
      String scheme, String host, int port, String rest, AddressGuard guard) {
    boolean bracketed = host.startsWith("[");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    Optional<InetAddress> literal = bracketed ? AddressLiteral.v6(bare) : AddressLiteral.v4(bare);
    if (literal.isEmpty() && (bracketed || !isName(bare))) {
      return invalid(NO_HOST);
    }
    // RFC 6761: these names mean loopback wherever they are asked
    boolean loopback = bare.equals("localhost") || bare.endsWith(".localhost");
    Optional<InetAddress> address = loopback ? Optional.of(LOOPBACK) : literal;
    if (address.isPresent() && guard.isOwnDoor(address.get(), port)) {
      return invalid("must not point to this service itself");
    }
    if (address.isPresent() && !guard.permits(address.get())) {
      return invalid("must not point to a private or reserved address");
    }
    if (!guard.permitsPort(port)) {
      return invalid("must not use port " + port);
    }
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    String canonical = scheme + "://" + host + (usual ? "" : ":" + port) + rest;
    try {
      URI uri = new URI(canonical);
      // java.net.URI finds no host in a name whose last label begins with a digit
      return uri.getHost() == null
          ? invalid(NO_HOST)
          : new ParseResult.Valid(new TargetUrl(uri, bare, port));
    } catch (URISyntaxException e) {
      return invalid("must be a valid URL");
    }
  }

  private static Optional<InetAddress> literal(String host) {
    return AddressLiteral.v4(host).or(() -> AddressLiteral.v6(host));
  }

  private static boolean isName(String host) {
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return host.length() <= 253 && !NUMERIC_LABEL.matcher(labels[labels.length - 1]).matches();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static ParseResult invalid(String rule) {
    return new ParseResult.Invalid(rule);
  }
}
