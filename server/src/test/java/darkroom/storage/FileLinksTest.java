package darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileLinksTest {
  private static final String TOKEN = "0123456789ABCDEFabcdef01";

  private final FileLinks links = new FileLinks(URI.create("https://img.example.com:8443/art/"));

  @Test
  void an_address_leads_back_to_its_token() {
    String url = links.url(TOKEN, "1.jpg");

    assertThat(url).isEqualTo("https://img.example.com:8443/art/f/" + TOKEN + "/1.jpg");
    assertThat(links.tokenOf(URI.create(url))).contains(TOKEN);
  }

  @Test
  void a_base_without_a_path_works_the_same() {
    var plain = new FileLinks(URI.create("http://127.0.0.1:8080"));

    String url = plain.url(TOKEN, "2.png");

    assertThat(url).isEqualTo("http://127.0.0.1:8080/f/" + TOKEN + "/2.png");
    assertThat(plain.tokenOf(URI.create(url))).contains(TOKEN);
  }

  @Test
  void a_host_in_capitals_is_the_same_host() {
    assertThat(links.tokenOf(URI.create("HTTPS://IMG.example.COM:8443/art/f/" + TOKEN + "/1.jpg")))
        .contains(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com:8443/art/f/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com/art/f/0123456789ABCDEFabcdef01/1.jpg",
        "http://img.example.com:8443/art/f/0123456789ABCDEFabcdef01/1.jpg",
        "https://user@img.example.com:8443/art/f/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com:8443@evil.example/art/f/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com:8443/f/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com:8443/artf/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com:8443/art/f/short/1.jpg",
        "https://img.example.com:8443/art/f/0123456789ABCDEFabcdef01/1.jpg/more",
        "https://img.example.com:8443/art/f/0123456789ABCDEFabcdef01/%2e%2e",
        "https://img.example.com:8443/art/f/../f/0123456789ABCDEFabcdef01/1.jpg",
        "https://img.example.com:8443/art/api/generate/submit",
        "mailto:someone@img.example.com",
        "/art/f/0123456789ABCDEFabcdef01/1.jpg"
      })
  void any_other_address_has_no_token(String url) {
    assertThat(links.tokenOf(URI.create(url))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://img.example.com:8443/anything, true",
    "http://IMG.EXAMPLE.COM:8443, true",
    "https://img.example.com/art, false",
    "https://other.example.com:8443/art, false",
    "mailto:a@img.example.com, false"
  })
  void ours_is_what_reaches_our_host_and_port(String url, boolean ours) {
    assertThat(links.isOurs(URI.create(url))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/api/generate/submit, true",
    "http://127.0.0.2:8080/, true",
    "http://[::1]:8080/, true",
    "http://[::ffff:127.0.0.1]:8080/, true",
    "http://localhost:8081/, false",
    "http://10.0.0.1:8080/, false",
    "http://localhost.example.com:8080/, false"
  })
  void on_loopback_every_spelling_of_it_is_ours(String url, boolean ours) {
    var loopback = new FileLinks(URI.create("http://127.0.0.1:8080"));

    assertThat(loopback.isOurs(URI.create(url))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example:443/x, true",
    "https://a.example, http://a.example/x, false",
    "http://a.example, http://a.example:80/x, true"
  })
  void a_port_left_out_is_the_usual_one(String base, String url, boolean ours) {
    assertThat(new FileLinks(URI.create(base)).isOurs(URI.create(url))).isEqualTo(ours);
  }
}
