package darkroom.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Texts of a server as a terminal may show them. */
final class Printed {
  private static final String GAP = "  ";

  private Printed() {}

  /** One line; what could steer a terminal or turn a text around becomes a blank. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  /** A field as text, {@code -} when it is absent or null. */
  static String field(JsonNode row, String name) {
    String text = line(row.path(name).asString(""));
    return text.isEmpty() ? "-" : text;
  }

  static void json(PrintWriter out, JsonNode node) {
    out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
    out.flush();
  }

  /** Aligned columns under the names of the fields; {@code none} when there are no rows. */
  static void table(PrintWriter out, JsonNode rows, String... fields) {
    if (rows.isEmpty()) {
      out.println("none");
      out.flush();
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(fields).stream().map(f -> f.replace('_', ' ').toUpperCase(Locale.ROOT)).toList());
    for (JsonNode row : rows) {
      lines.add(List.of(fields).stream().map(name -> field(row, name)).toList());
    }
    int[] widths = new int[fields.length];
    for (List<String> cells : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], cells.get(column).length());
      }
    }
    for (List<String> cells : lines) {
      var text = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = cells.get(column);
        text.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }
}
