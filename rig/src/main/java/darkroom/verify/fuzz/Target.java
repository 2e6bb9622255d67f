package darkroom.verify.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;

/** One reader of foreign bytes, and the law it has to keep. Used by one thread. */
public interface Target {

  /** As it shows in the line: {@code url}. */
  String name();

  /** Good inputs to grow others from. */
  List<String> seeds();

  /** Pieces of text that mean something to this reader. */
  List<String> words();

  /** How seeds and words become bytes. */
  default Charset charset() {
    return UTF_8;
  }

  /**
   * Has the reader read it.
   *
   * @param input the bytes; where the reader takes text, as {@link #text}
   * @return in a few words what the reader said; an answer not heard before makes the input one to
   *     grow others from
   * @throws Exception as a {@link Finding} when the law is broken, as anything else when the reader
   *     itself let it out; each is a finding
   */
  String read(byte[] input) throws Exception;

  /** Malformed UTF-8 becomes U+FFFD. */
  static String text(byte[] input) {
    return new String(input, UTF_8);
  }
}
