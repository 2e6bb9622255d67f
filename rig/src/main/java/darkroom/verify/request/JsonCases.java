package darkroom.verify.request;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The suite of JSON texts, by the kinds of RFC 8259's grammar. Every list holds each case once. */
final class JsonCases {
  private static final List<String> VALUES =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "-0",
          "1",
          "-1",
          "10",
          "123456789",
          "0.5",
          "-0.5",
          "1.0",
          "1.000",
          "1e1",
          "1E1",
          "1e+1",
          "1e-1",
          "1E+01",
          "0e0",
          "0e+1",
          "20e1",
          "1.5e10",
          "-1.5E-10",
          "9007199254740993",
          "-9223372036854775808",
          "18446744073709551616",
          "\"\"",
          "\"a\"",
          "\" \"",
          "\"\\\"\"",
          "\"\\\\\"",
          "\"\\/\"",
          "\"\\b\"",
          "\"\\f\"",
          "\"\\n\"",
          "\"\\r\"",
          "\"\\t\"",
          "\"\\u0041\"",
          "\"\\u00e9\"",
          "\"\\u00E9\"",
          "\"\\u0000\"",
          "\"\\u2028\"",
          "\"\\uFFFE\"",
          "\"\\uFFFF\"",
          "\"\\ud83d\\ude00\"",
          "\"\\uDBFF\\uDFFF\"",
          "\"\\\\u0000\"",
          "\"\\\\n\"",
          "\"\u00e9\"",
          "\"\u20ac\"",
          "\"\ud83d\ude00\"",
          "\"\udbff\udfff\"",
          "\"\u2028\"",
          "\"\u2029\"",
          "\"\ufeff\"",
          "\"\u007f\"",
          "\"\u0085\"",
          "\"\u202e\"",
          "\"a/*b*/c\"",
          "\"//\"",
          "\"#\"",
          "\"'\"",
          "\"e\u0301\"",
          "[]",
          "[ ]",
          "[[]]",
          "[[], []]",
          "[1]",
          "[1,2]",
          "[1, 2]",
          "[null]",
          "[\"a\"]",
          "[{}]",
          "[[[[]]]]",
          "[true,false,null]",
          "[1e1,-0]",
          "{}",
          "{ }",
          "{\"a\":1}",
          "{\"\":0}",
          "{\"a\":{}}",
          "{\"a\":[]}",
          "{\"a\":1,\"b\":2}",
          "{\"a\":1,\"A\":2}",
          "{\"\\u0061b\":1}",
          "{\"x\":{\"x\":1}}",
          "{\"a\\u0000b\":1}",
          "{\"\u00e9\":1}",
          "{\"a b\":1}");

  private static final List<String> WRONG =
      List.of(
          // literals
          "True",
          "TRUE",
          "tru",
          "truee",
          "nul",
          "nulll",
          "Null",
          "fals",
          "False",
          "undefined",
          "None",
          "nil",
          "yes",
          "*",
          "a",
          "'a'",
          "\u2026",
          "\"a",
          "a\"",
          "\"",
          "\"\"\"",
          "\"a\" \"b\"",
          "\"a\"b",
          "`a`",
          "\u201ca\u201d",
          "",
          // numbers
          "+1",
          ".5",
          "1.",
          "-",
          "-.5",
          "--1",
          "+-1",
          "01",
          "-01",
          "00",
          "012",
          "1e",
          "1E",
          "1e+",
          "1E-",
          "1.e1",
          "2.e3",
          "0.3e",
          "1eE2",
          "1e1.5",
          "0.1.2",
          "1 000",
          "1_000",
          "1'000",
          "0x1",
          "0b1",
          "0o7",
          "0x",
          "1a",
          "-a",
          "- 1",
          "1+2",
          "++1",
          "1-",
          "Infinity",
          "-Infinity",
          "+Infinity",
          "INF",
          "NaN",
          "-NaN",
          "\uff11",
          "1\uff11",
          "\u0661",
          "1/2",
          "1f",
          "1L",
          "1n",
          "$1",
          "1,5",
          "e1",
          "-e1",
          // arrays
          "[",
          "]",
          "[1",
          "[1,",
          "[1,]",
          "[,1]",
          "[,]",
          "[1,,2]",
          "[1 2]",
          "[1:2]",
          "[1}",
          "[[]",
          "[]]",
          "[\"a\"",
          "[\"a",
          "[\"a\"b]",
          "[1]2",
          "[1;2]",
          "(1)",
          "<1>",
          "[...]",
          "[1,\n1\n,1",
          "[\"\": 1]",
          "[][]",
          "[1],",
          ",[1]",
          "[a]",
          "['a']",
          "[\\n]",
          // objects
          "{",
          "{{}}",
          "{a:1}",
          "{'a':1}",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1",
          "{\"a\":1,}",
          "{,}",
          "{\"a\":1 \"b\":2}",
          "{\"a\"::1}",
          "{1:1}",
          "{null:1}",
          "{true:1}",
          "{\"a\",1}",
          "{\"a\":1,,\"b\":2}",
          "{[]:1}",
          "{\"a\":a}",
          "{\"a\" 1}",
          "{:1}",
          "{\"a\":1]",
          "{\"a\"=1}",
          "{\"a\"=>1}",
          "{\"a\":1;\"b\":2}",
          "{\"a\":\"b\"c}",
          "{\"a\":+1}",
          "{\"a\":01}",
          "{\u00e9:1}",
          // comments, blanks
          "/**/1",
          "1/**/",
          "//1\n1",
          "#1\n1",
          "<!---->1",
          "--1\n",
          "1 //x\n",
          "\f1",
          "\u000b1",
          "\u00a01",
          "\u20601",
          "\u00851",
          "\u30001",
          "\ufeff1",
          "1\u0000",
          "\u00001",
          "\u200b1",
          // the same name twice
          "{\"a\":1,\"a\":1}",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1,\"\\u0061\":2}",
          "{\"\":1,\"\":2}",
          "[{\"a\":1,\"a\":1}]");

  private static final List<String> NO_UTF_8 =
      List.of(
          "80",
          "bf",
          "c0",
          "c080",
          "c0af",
          "c1bf",
          "c2",
          "c228",
          "e0",
          "e08080",
          "e0809f",
          "e09fbf",
          "e228a1",
          "e28228",
          "eda080",
          "edafbf",
          "edb080",
          "edbfbf",
          "eda0bdedb880",
          "f0",
          "f0808080",
          "f08fbfbf",
          "f0288cbc",
          "f09f98",
          "f4908080",
          "f5808080",
          "f888808080",
          "fc8480808080",
          "fe",
          "ff",
          "fffe",
          "e9");

  private JsonCases() {}

  static Collection<JsonCase> right() {
    var cases = new LinkedHashMap<String, JsonCase>();
    VALUES.forEach(value -> add(cases, JsonCase.value(value, true)));
    for (String blank : List.of("\t", "\n", "\r", "\r\n", "  \n\t ")) {
      add(cases, JsonCase.value(blank + "[" + blank + "1" + blank + "," + blank + "2]", true));
      add(
          cases,
          JsonCase.value("{" + blank + "\"a\"" + blank + ":" + blank + "1" + blank + "}", true));
      add(cases, JsonCase.whole(blank + "{\"model\": \"nobody\"}" + blank, true));
    }
    return cases.values();
  }

  static Collection<JsonCase> wrong() {
    var cases = new LinkedHashMap<String, JsonCase>();
    WRONG.forEach(value -> add(cases, JsonCase.value(value, false)));
    for (int control = 0; control < 0x20; control++) {
      add(cases, JsonCase.value("\"a" + (char) control + "b\"", false));
    }
    for (char letter : "acdeghijklmopqsvwxyzAUNT01'`;(- ".toCharArray()) {
      add(cases, JsonCase.value("\"\\" + letter + "\"", false));
    }
    for (String hex :
        List.of("", "1", "12", "123", "zzzz", "00g0", " 041", "+041", "{41}", "-001")) {
      add(cases, JsonCase.value("\"\\u" + hex + "\"", false));
    }
    for (String bytes : NO_UTF_8) {
      add(cases, JsonCase.value(HexFormat.of().parseHex("22" + bytes + "22"), false));
    }
    String plain = "{\"model\": \"nobody\"}";
    for (String after :
        List.of("x", "{}", "[]", ",", "}", "1", "null", "\"\"", "\u0000", "\u001a", "#")) {
      add(cases, JsonCase.whole(plain + after, false));
    }
    for (String text : List.of(" ", "\n", "\ufeff" + plain, ";" + plain, ")]}'," + plain)) {
      add(cases, JsonCase.whole(text, false));
    }
    for (String name :
        List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "IBM037")) {
      add(cases, JsonCase.encoded(plain, Charset.forName(name), false));
    }
    add(cases, JsonCase.value("\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1), false));
    return cases.values();
  }

  /** Where the grammar leaves it open, and limits decide: {@code true} is taken. */
  static Collection<JsonCase> sheet() {
    var cases = new LinkedHashMap<String, JsonCase>();
    for (String taken :
        List.of(
            "1e400",
            "-1e400",
            "1e-400",
            "1e99999",
            "1e-99999",
            "0e99999",
            "1E+400",
            "0.00000000001",
            "123456789012345678901234567890",
            "-123456789012345678901234567890",
            "1.7976931348623159e308",
            "4.9e-325",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud800\\ud800\"",
            "\"\\ud800a\"",
            "\"\\uD834\"",
            "9".repeat(99),
            "9".repeat(100),
            "\"" + "a".repeat(70_000) + "\"",
            "{\"" + "a".repeat(999) + "\":1}",
            "\"a" + "\u0301".repeat(30_000) + "\"",
            "[" + "1,".repeat(19_000) + "1]")) {
      add(cases, JsonCase.value(taken, true));
    }
    for (String refused :
        List.of(
            "9".repeat(101),
            "0." + "1".repeat(120),
            "1" + "0".repeat(1_000_000),
            "{\"" + "a".repeat(1_100) + "\":1}",
            "[" + "1,".repeat(20_001) + "1]",
            "1e99999999999",
            "-1e-99999999999",
            "{\"\\ud800\":1}")) {
      add(cases, JsonCase.value(refused, false));
    }
    for (Map.Entry<Integer, Boolean> depth :
        Map.of(30, true, 31, true, 32, false, 33, false, 1_000, false, 50_000, false).entrySet()) {
      int levels = depth.getKey();
      add(cases, JsonCase.value("[".repeat(levels) + "]".repeat(levels), depth.getValue()));
      add(
          cases,
          JsonCase.value("{\"a\":".repeat(levels) + "1" + "}".repeat(levels), depth.getValue()));
    }
    return cases.values();
  }

  private static void add(Map<String, JsonCase> cases, JsonCase one) {
    cases.put(new String(one.body(), StandardCharsets.ISO_8859_1), one);
  }

  /** Two values under one idempotency key, and whether they mean the same. */
  record Pair(String one, String other, boolean same) {}

  static List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (String text :
        List.of(
            "1 1.0",
            "1 1e0",
            "10 1e1",
            "0 -0",
            "0.10 0.1",
            "1.500 15e-1",
            "100 1.0e+2",
            "\"A\" \"\\u0041\"",
            "\"/\" \"\\/\"",
            "\"\ud83d\ude00\" \"\\ud83d\\ude00\"",
            "{\"a\":1,\"b\":2} {\"b\":2,\"a\":1}",
            "[1,2] [1,\t2]")) {
      pairs.add(pair(text, true));
    }
    for (String text :
        List.of(
            "1 2",
            "1 \"1\"",
            "true \"true\"",
            "null \"\"",
            "[] {}",
            "[1,2] [2,1]",
            "\"\u00e9\" \"e\u0301\"",
            "\"a\" \"A\"",
            "9007199254740992 9007199254740993",
            "{\"a\":1} {\"a\":1,\"b\":null}",
            "123456789012345678901234567890 123456789012345678901234567891",
            "0.1 0.10000000000000001")) {
      pairs.add(pair(text, false));
    }
    return pairs;
  }

  private static Pair pair(String text, boolean same) {
    int blank = text.indexOf(' ');
    return new Pair(text.substring(0, blank), text.substring(blank + 1), same);
  }
}
