package darkroom.verify.fuzz;

import darkroom.image.DataUri;
import java.util.Base64;
import java.util.List;

/** A data URI that is taken holds exactly the bytes that its text says. */
final class DataUriTarget implements Target {
  private static final int MOST = 1_000;

  @Override
  public String name() {
    return "data-uri";
  }

  @Override
  public List<String> seeds() {
    return List.of("data:image/png;base64,iVBORw0KGgo=", "DATA:IMAGE/JPG;BASE64,/9j/4A==");
  }

  @Override
  public List<String> words() {
    return List.of(
        "data:", "image/", "svg+xml", ";base64,", "=", "==", "===", "AAAA", "\n", "-_", "%3d");
  }

  @Override
  public String read(byte[] input) {
    String text = Target.text(input);
    return switch (DataUri.parse(text, MOST)) {
      case DataUri.Result.Invalid refused -> refused.rule();
      case DataUri.Result.Decoded decoded -> {
        Finding.unless(DataUri.looksLikeOne(text), "it does not look like one");
        Finding.unless(decoded.bytes().length <= MOST, "more bytes than allowed");
        String encoded = text.substring(text.indexOf(',') + 1);
        byte[] again = Base64.getDecoder().decode(encoded);
        Finding.unless(java.util.Arrays.equals(again, decoded.bytes()), "other bytes");
        yield "taken " + decoded.bytes().length % 3;
      }
    };
  }
}
