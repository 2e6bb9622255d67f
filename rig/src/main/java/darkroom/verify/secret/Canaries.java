package darkroom.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Texts that exist nowhere else, and the search for them in any form they may have taken: as they
 * are, in hexadecimal, in base64. One pass over the bytes, however many there are. Thread-safe.
 */
final class Canaries {
  private static final int WINDOW = Long.BYTES;
  private static final VarHandle WINDOWS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Random random;
  private final Map<Long, List<Form>> forms = new HashMap<>();
  private final TreeSet<String> names = new TreeSet<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Form(String canary, byte[] bytes) {}

  Canaries(Random random) {
    this.random = random;
  }

  /** A fresh word of letters, known from now on. */
  synchronized String word(String name) {
    var word = new StringBuilder("zq");
    for (int i = 0; i < 18; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return known(name, word.toString());
  }

  /** Takes a text that somebody else made. Returns it. */
  synchronized String known(String name, String text) {
    names.add(name);
    byte[] bytes = text.getBytes(UTF_8);
    form(name, bytes);
    form(name, HexFormat.of().formatHex(bytes).getBytes(UTF_8));
    form(name, Base64.getEncoder().withoutPadding().encode(bytes));
    return text;
  }

  /**
   * Takes the base64 text of a key: looked for without its prefix, and as the bytes it stands for.
   */
  synchronized void knownKey(String name, String base64) {
    known(name, base64);
    form(name, Base64.getDecoder().decode(base64));
  }

  synchronized int size() {
    return names.size();
  }

  /** Names of those found in the bytes. */
  synchronized Set<String> in(byte[] bytes) {
    var found = new TreeSet<String>();
    for (int at = 0; at + WINDOW <= bytes.length; at++) {
      for (Form form : forms.getOrDefault(window(bytes, at), List.of())) {
        int end = at + form.bytes().length;
        if (end <= bytes.length
            && Arrays.equals(bytes, at, end, form.bytes(), 0, form.bytes().length)) {
          found.add(form.canary());
        }
      }
    }
    return found;
  }

  private void form(String name, byte[] bytes) {
    forms.computeIfAbsent(window(bytes, 0), start -> new ArrayList<>()).add(new Form(name, bytes));
  }

  private static long window(byte[] bytes, int at) {
    return (long) WINDOWS.get(bytes, at);
  }
}
