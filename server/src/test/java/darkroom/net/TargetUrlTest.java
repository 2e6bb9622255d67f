package darkroom.net;

import static org.assertj.core.api.Assertions.assertThat;

import darkroom.net.TargetUrl.ParseResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats T03, T06, T07. */
class TargetUrlTest {
  private static final Set<String> ANY = Set.of("http", "https");
  private static final AddressGuard GUARD = new AddressGuard(List.of(), false, Set::of);

  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com, example.com, 443",
    "http://example.com/a/b.png?x=1&y=%20, http://example.com/a/b.png?x=1&y=%20, example.com, 80",
    "HTTPS://EXAMPLE.Com:443/Path, https://example.com/Path, example.com, 443",
    "https://example.com:8443?q, https://example.com:8443?q, example.com, 8443",
    "https://xn--bcher-kva.example/, https://xn--bcher-kva.example/, xn--bcher-kva.example, 443",
    "http://8.8.8.8:8080/, http://8.8.8.8:8080/, 8.8.8.8, 8080",
    "https://[2606:4700::1]/x, https://[2606:4700::1]/x, 2606:4700::1, 443",
    "https://1.example/, https://1.example/, 1.example, 443",
    "https://host/@:a, https://host/@:a, host, 443"
  })
  void good_urls_are_taken_in_canonical_form(String text, String uri, String host, int port) {
    ParseResult.Valid valid = (ParseResult.Valid) TargetUrl.parse(text, ANY, GUARD);

    assertThat(valid.url().uri()).hasToString(uri);
    assertThat(valid.url().host()).isEqualTo(host);
    assertThat(valid.url().port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "127.0.0.1.",
        "example.com.",
        "127.0.0.01",
        "1.2.3.4.5",
        "256.256.256.256",
        "0",
        "a.0x1",
        "a.0x",
        "foo.123",
        "a_b.example",
        "exampmple.or127.0.0.1ok",
        "example.1com",
        "-a.example",
        "a-.example",
        "a..b",
        ".a",
        "%6d",
        "127.0.0.1%00",
        "[fe80::1%25lo]",
        "[fe80::1%lo]",
        "[::1",
        "::1",
        "[127.0.0.1]",
        "[v1.a]",
        "[]",
        "[::ffff:127.1]",
        "ex!ample.com",
        "a,b",
        "a;b",
        "*"
      })
  void odd_hosts_are_refused(String host) {
    assertThat(ruleOf("http://" + host + "/")).startsWith("must ");
  }

  @Test
  void overlong_names_are_refused() {
    assertThat(ruleOf("http://" + "a".repeat(64) + ".example/")).startsWith("must name its host");
    assertThat(ruleOf("http://" + "a.".repeat(130) + "example/")).startsWith("must name its host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fd00:ec2::254]",
        "localhost",
        "a.localhost",
        "LOCALHOST"
      })
  void literals_are_judged_at_once(String host) {
    assertThat(ruleOf("http://" + host + "/"))
        .isEqualTo("must not point to a private or reserved address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://１２７.0.0.1/",
        "http://ⓛocalhost/",
        "http://bücher.example/",
        "http://a b/",
        "http://example.com/\r\nX: y",
        "http://example.com/\u0000",
        "http://example.com/ü",
        " http://example.com/",
        "http://example.com/ ",
        "http://exam\tple.com/",
        "http://a/\u007f"
      })
  void what_is_not_visible_ascii_is_refused(String url) {
    assertThat(ruleOf(url)).startsWith("must hold no spaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "jar:http://a!/b",
        "data:text/plain,x",
        "unix:/run/x",
        "//example.com/",
        "example.com",
        "",
        "http:example.com",
        "http:/example.com",
        "javascript:alert(1)",
        "httpx://example.com",
        "http:\\\\example.com"
      })
  void other_schemes_are_refused(String url) {
    assertThat(ruleOf(url)).isEqualTo("must be an http or https URL");
  }

  @Test
  void http_is_refused_where_https_is_asked_for() {
    assertThat(TargetUrl.parse("http://example.com/", Set.of("https"), GUARD))
        .isEqualTo(new ParseResult.Invalid("must be an https URL"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user@example.com/", "http://user:pw@example.com/", "http://@example.com/",
        "http://example.com@127.0.0.1/", "http://example.com:80@127.0.0.1/", "http://a@b@c/"
      })
  void user_names_are_refused(String url) {
    assertThat(ruleOf(url)).isEqualTo("must not hold a user name or password");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "http://example.com/#x fragment",
        "http://example.com# fragment",
        "http:/// host",
        "http://:80/ host",
        "http://example.com:/ port",
        "http://example.com:0/ port",
        "http://example.com:65536/ port",
        "http://example.com:080/ port",
        "http://example.com:80:80/ port",
        "http://example.com:+80/ port",
        "http://example.com:6379/ 6379",
        "https://example.com:22/ 22",
        "http://example.com\\@127.0.0.1/ user",
        "http://127.0.0.1\\.example.com/ host",
        "http://example.com/%zz valid",
        "http://example.com/a|b valid"
      })
  void the_rule_names_what_is_wrong(String url, String word) {
    assertThat(ruleOf(url)).contains(word);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/, true",
    "http://localhost:8080/, true",
    "http://[::1]:8080/, true",
    "http://[::ffff:127.0.0.1]:8080/, true",
    "http://127.0.0.1:8081/, false",
    "http://localhost/, false"
  })
  void our_own_door_is_named_as_such(String url, boolean ours) {
    var guard = new AddressGuard(List.of(), true, Set::of, 8080);

    var result = TargetUrl.parse(url, Set.of("http", "https"), guard);

    assertThat(result.equals(new ParseResult.Invalid("must not point to this service itself")))
        .isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Shop.Example:8443/a, shop.example",
    "https://shop.example/b, shop.example",
    "http://203.0.114.9:9000/, 203.0.114.9",
    "http://[2600::1]:9000/, 2600:0:0:0:0:0:0:1",
    "http://[2600:0::0:0001]/, 2600:0:0:0:0:0:0:1",
    "http://[2600::0.0.0.1]/, 2600:0:0:0:0:0:0:1",
    "http://[::ffff:203.0.114.9]/, 203.0.114.9",
    "http://127.0.0.1:9000/, 127.0.0.1:9000",
    "http://localhost/, localhost:80",
    "https://[::1]/, [0:0:0:0:0:0:0:1]:443",
    "https://[0::01]/, [0:0:0:0:0:0:0:1]:443",
    "http://[::ffff:127.0.0.1]:9000/, 127.0.0.1:9000"
  })
  void a_destination_is_a_host_and_on_this_machine_a_service(String url, String expected) {
    assertThat(TargetUrl.destination(java.net.URI.create(url))).isEqualTo(expected);
  }

  @Test
  void length_is_limited() {
    String longest = "http://example.com/" + "a".repeat(2048 - 19);

    assertThat(TargetUrl.parse(longest, ANY, GUARD)).isInstanceOf(ParseResult.Valid.class);
    assertThat(ruleOf(longest + "a")).isEqualTo("must be at most 2048 characters");
  }

  @Test
  void an_installation_on_loopback_may_name_loopback_and_any_port() {
    var guard = new AddressGuard(List.of(), true, Set::of);

    assertThat(TargetUrl.parse("http://localhost:6379/", ANY, guard))
        .isInstanceOf(ParseResult.Valid.class);
    assertThat(TargetUrl.parse("http://[::1]:8080/", ANY, guard))
        .isInstanceOf(ParseResult.Valid.class);
  }

  private static String ruleOf(String url) {
    return ((ParseResult.Invalid) TargetUrl.parse(url, ANY, GUARD)).rule();
  }
}
