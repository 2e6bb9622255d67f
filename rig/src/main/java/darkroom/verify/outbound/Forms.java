package darkroom.verify.outbound;

import java.util.ArrayList;
import java.util.List;

/** URLs that have to be refused by their form alone, each with 400 (threat T07). */
final class Forms {
  private static final List<Integer> SERVICES =
      List.of(
          22, 23, 25, 53, 110, 139, 143, 389, 445, 465, 587, 993, 995, 1433, 1521, 2375, 2379, 3306,
          3389, 5432, 5672, 6379, 9092, 9200, 11211, 27017);
  private static final List<String> OTHERS =
      List.of(
          "file:///etc/passwd",
          "gopher://45.33.0.1/",
          "ftp://45.33.0.1/",
          "jar:http://45.33.0.1/!/",
          "unix:/run/docker.sock",
          "ldap://45.33.0.1/",
          "dict://45.33.0.1:11211/",
          "ws://45.33.0.1/",
          "javascript:alert(1)",
          "mailto:a@b.example",
          "http:45.33.0.1/",
          "http:/45.33.0.1/",
          "//45.33.0.1/",
          "45.33.0.1/",
          "http:///",
          "http://",
          "http://?x",
          "http://:80/",
          "http://user@45.33.0.1/",
          "http://user:word@45.33.0.1/",
          "http://45.33.0.1@127.0.0.1/",
          "http://127.0.0.1@45.33.0.1/",
          "http://45.33.0.1/#fragment",
          "http://45.33.0.1/#",
          "http://45.33.0.1:0/",
          "http://45.33.0.1:65536/",
          "http://45.33.0.1:-1/",
          "http://45.33.0.1:080/",
          "http://45.33.0.1:/",
          "http://45.33.0.1:8o/",
          "http://45.33.0.1\\@127.0.0.1/",
          "http://45.33.0.1 .example/",
          "http://a_b.example/",
          "http://-a.example/",
          "http://a..example/",
          "http://xn--é.example/",
          "http://45.33.0.1/\t",
          "http://45.33.0.1/é");

  private Forms() {}

  static List<String> all() {
    var all = new ArrayList<>(OTHERS);
    SERVICES.forEach(port -> all.add("http://45.33.0.1:" + port + "/"));
    all.add("http://45.33.0.1/" + "x".repeat(2048));
    return all;
  }
}
