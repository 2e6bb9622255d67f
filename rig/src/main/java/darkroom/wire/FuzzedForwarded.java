package darkroom.wire;

import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.util.List;

/** Forwarding headers of a stranger change nothing, and those of a proxy name one hop at most. */
public final class FuzzedForwarded implements Target {
  private static final String PEER = "203.0.113.9";

  private final ClientAddress standard = trusting(ForwardedHeader.FORWARDED);
  private final ClientAddress usual = trusting(ForwardedHeader.X_FORWARDED_FOR);
  private final ClientAddress strict =
      new ClientAddress(
          (address, ranges) -> false, List.of("192.0.2.1"), ForwardedHeader.X_FORWARDED_FOR);

  @Override
  public String name() {
    return "forwarded";
  }

  @Override
  public List<String> seeds() {
    return List.of(
        "for=192.0.2.60;proto=http;by=" + PEER, "192.0.2.60, " + PEER, "for=\"[2001:db8::1]:80\"");
  }

  @Override
  public List<String> words() {
    return List.of("for=", "For=", "\"", "[", "]", ":", ";", ",", PEER, "unknown", "_hidden");
  }

  @Override
  public String read(byte[] input) {
    List<String> header = List.of(Target.text(input));
    String named = standard.of(PEER, header);
    String listed = usual.of(PEER, header);
    Finding.unless(strict.of(PEER, header).equals(PEER), "a stranger named the caller");
    Finding.unless(named.length() <= input.length + PEER.length(), "longer than the header");
    return named.equals(PEER) + " " + listed.equals(PEER) + " " + Math.min(9, listed.length());
  }

  private static ClientAddress trusting(ForwardedHeader header) {
    return new ClientAddress((address, ranges) -> ranges.contains(address), List.of(PEER), header);
  }
}
