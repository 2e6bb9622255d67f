package darkroom.net;

import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What our strict reader takes for an address literal is the same address to the JDK. */
public final class FuzzedAddress implements Target {

  @Override
  public String name() {
    return "ip";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "127.0.0.1",
        "255.255.255.255",
        "::1",
        "2001:db8::ff00:42:8329",
        "::ffff:10.0.0.1",
        "10.0.0.0/8");
  }

  @Override
  public List<String> words() {
    return List.of(
        "::", ":", ".", "0", "00", "0x", "ffff", "%eth0", "/8", "/128", "/", "255", "256");
  }

  @Override
  public String read(byte[] input) {
    String text = Target.text(input);
    Optional<InetAddress> four = AddressLiteral.v4(text);
    Optional<InetAddress> six = AddressLiteral.v6(text);
    Finding.unless(four.isEmpty() || six.isEmpty(), "one text is two addresses");
    four.ifPresent(address ->
        Finding.unless(address.getHostAddress().equals(text), "the address is written otherwise"));
    four.or(() -> six)
        .ifPresent(address ->
            Finding.unless(
                InetAddress.ofLiteral(text).equals(address), "another address to the JDK"));
    return four.isPresent() + " " + six.isPresent() + " " + range(text);
  }

  private static String range(String text) {
    try {
      AddressRange range = AddressRange.parse(text);
      return "range " + range.toString().length() % 4;
    } catch (IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage()).endsWith(")") ? "no range" : "none";
    }
  }
}
