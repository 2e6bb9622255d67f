package darkroom.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A single range of bytes, both ends included (RFC 9110, 14.1.2). */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** What a Range header asks for. */
  sealed interface Wanted {
    /** No range, or one we may ignore: several ranges, other units, nonsense. */
    record Everything() implements Wanted {}

    record Part(ByteRange range) implements Wanted {}

    /** A well-formed range outside the file. */
    record Outside() implements Wanted {}
  }

  static Wanted parse(Optional<String> header, long size) {
    if (header.isEmpty()) {
      return new Wanted.Everything();
    }
    Matcher matcher = SINGLE.matcher(header.get().strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new Wanted.Everything();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      return suffix == 0 || size == 0
          ? new Wanted.Outside()
          : new Wanted.Part(new ByteRange(Math.max(0, size - suffix), size - 1));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
    if (last < first && !matcher.group(2).isEmpty()) {
      return new Wanted.Everything();
    }
    return first >= size
        ? new Wanted.Outside()
        : new Wanted.Part(new ByteRange(first, Math.min(last, size - 1)));
  }

  long length() {
    return last - first + 1;
  }
}
