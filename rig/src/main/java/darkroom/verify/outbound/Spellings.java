package darkroom.verify.outbound;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Hosts that some parser somewhere takes for an IPv4 address (threat T03). */
final class Spellings {
  private static final List<String> RADIXES = List.of("%d", "0x%x", "0X%X", "0%o", "000%o");

  private Spellings() {}

  /** More than 372 ways to write an address; the plain one is not among them. */
  static Set<String> of(String address) {
    String[] parts = address.split("\\.", -1);
    long whole = 0;
    for (String part : parts) {
      whole = whole << 8 | Long.parseLong(part);
    }
    var all = new LinkedHashSet<String>();
    numbers(all, List.of(whole));
    numbers(all, List.of(whole >> 24, whole & 0xffffff));
    numbers(all, List.of(whole >> 24, whole >> 16 & 0xff, whole & 0xffff));
    numbers(all, List.of(whole >> 24, whole >> 16 & 0xff, whole >> 8 & 0xff, whole & 0xff));
    for (long turns = 1; turns <= 4; turns++) {
      all.add(Long.toString(whole + (turns << 32)));
    }
    all.add((Long.parseLong(parts[0]) + 256) + "." + parts[1] + "." + parts[2] + "." + parts[3]);
    for (int zero : new int[] {0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce}) {
      all.add(digits(address, zero));
    }
    for (String dot : List.of("。", "．", "｡", "%2e", "%2E")) {
      all.add(address.replace(".", dot));
    }
    all.add("%" + Integer.toHexString(address.charAt(0)) + address.substring(1));
    String hex = "%08x".formatted(whole);
    String pair = hex.substring(0, 4) + ":" + hex.substring(4);
    for (String start :
        List.of("::ffff:", "::", "64:ff9b::", "0:0:0:0:0:ffff:", "::FFFF:0:", "::ffff:0:0:")) {
      all.add("[" + start + address + "]");
      all.add("[" + start + pair + "]");
      all.add("[" + start + pair + "%25lo]");
      all.add("[" + start + pair + "%lo]");
    }
    all.add("[2002:" + pair + "::]");
    all.add("[" + address + "]");
    all.add("[::ffff:0x" + hex + "]");
    all.remove(address);
    return all;
  }

  /** Every mixture of radixes; with and without a dot at the end. */
  private static void numbers(Set<String> all, List<Long> parts) {
    List<String> made = List.of("");
    // five ways for each of four parts would be too many of one kind
    List<String> radixes = parts.size() == 4 ? RADIXES.subList(0, 4) : RADIXES;
    for (long part : parts) {
      var longer = new ArrayList<String>();
      for (String start : made) {
        for (String radix : radixes) {
          longer.add((start.isEmpty() ? "" : start + ".") + radix.formatted(part));
        }
      }
      made = longer;
    }
    for (String one : made) {
      all.add(one);
      all.add(one + ".");
    }
  }

  private static String digits(String address, int zero) {
    var text = new StringBuilder();
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '.') {
        text.append(c);
      } else {
        text.appendCodePoint(zero + c - '0');
      }
    }
    return text.toString();
  }
}
