package darkroom.http;

import darkroom.verify.fuzz.Finding;
import darkroom.verify.fuzz.Target;
import java.util.List;
import java.util.Optional;

/** A range of a file lies within the file. */
public final class FuzzedRange implements Target {

  @Override
  public String name() {
    return "range";
  }

  @Override
  public List<String> seeds() {
    return List.of("bytes=0-99", "bytes=-5", "bytes=7-", "bytes=0-0,2-3");
  }

  @Override
  public List<String> words() {
    return List.of("bytes=", "-", ",", "999999999999999999", "0", "\u0661");
  }

  @Override
  public String read(byte[] input) {
    var said = new StringBuilder();
    for (long size : new long[] {0, 1, 100, Long.MAX_VALUE}) {
      switch (ByteRange.parse(Optional.of(Target.text(input)), size)) {
        case ByteRange.Wanted.Part part -> {
          ByteRange range = part.range();
          Finding.unless(
              range.first() >= 0 && range.first() <= range.last() && range.last() < size,
              "a range outside the file");
          said.append('p');
        }
        case ByteRange.Wanted.Outside outside -> said.append('o');
        case ByteRange.Wanted.Everything everything -> said.append('e');
      }
    }
    return said.toString();
  }
}
