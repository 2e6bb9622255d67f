package darkroom.db;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL with {@code :named} parameters, turned into JDBC's question marks. String literals in our SQL
 * hold no colons, which keeps this a line of regular expression.
 *
 * @param names the parameter at each question mark
 */
record NamedSql(String jdbc, List<String> names) {
  private static final Pattern NAME = Pattern.compile(":([a-z_]+)");

  static NamedSql parse(String text) {
    var names = new ArrayList<String>();
    Matcher matcher = NAME.matcher(text);
    String jdbc =
        matcher.replaceAll(match -> {
          names.add(match.group(1));
          return "?";
        });
    return new NamedSql(jdbc, List.copyOf(names));
  }
}
