package darkroom.verify.fuzz;

import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.catalog.QuoteResult;
import darkroom.catalog.Size;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A size that a model takes survives its row, and no text makes the check or the price fail. */
final class SizeTarget implements Target {
  private final ModelCatalog catalog = ModelCatalog.load(Optional.empty());

  @Override
  public String name() {
    return "size";
  }

  @Override
  public List<String> seeds() {
    return List.of("2K", "4K", "16:9", "1920x4096", " 2304 X 3072 ", "auto", "1024x1024");
  }

  @Override
  public List<String> words() {
    return List.of(
        "x", "X", "K", "k", ":", "1024", "99999", "0", "\u00d7", "\u212a", "\u0661", " ", "-");
  }

  @Override
  public String read(byte[] input) {
    String text = Target.text(input);
    var answer = new StringBuilder();
    for (Model model : catalog.models()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.put("prompt", "A lighthouse").put("size", text);
      answer.append(
          switch (catalog.quote(model.id(), fields)) {
            case QuoteResult.Quote quote -> {
              Size size = quote.input().size();
              Finding.unless(Size.ofWire(size.wire()).equals(size), "the row reads otherwise");
              Finding.unless(
                  quote.total().compareTo(darkroom.credit.Credits.ZERO) >= 0, "a price below zero");
              yield size instanceof Size.Tier ? "t" : "p";
            }
            case QuoteResult.Invalid invalid -> {
              String told = invalid.problems().toString();
              Finding.unless(told.length() < 4_000, "the answer repeats the input at length");
              yield "i" + told.length() / 100;
            }
            case QuoteResult.UnknownModel unknown -> throw new Finding(unknown.id());
          });
    }
    return answer + " " + wire(text);
  }

  private static String wire(String text) {
    try {
      Size size = Size.ofWire(text);
      Finding.unless(size.wire().equals(text), "a row's size is written otherwise");
      return "row";
    } catch (IllegalArgumentException refused) {
      return "no row";
    }
  }
}
