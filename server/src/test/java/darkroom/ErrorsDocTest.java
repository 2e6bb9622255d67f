package darkroom;

import darkroom.ConfigurationDocTest.Generated;
import darkroom.wire.ApiError;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has a row for every kind of error that the enum has. */
class ErrorsDocTest {

  @Test
  void the_page_lists_every_kind_of_error() throws IOException {
    var table = new StringBuilder("| status | `error.type` | when |\n|---|---|---|\n");
    for (ApiError error : ApiError.values()) {
      table.append("| %d | `%s` | %s |\n".formatted(error.status(), error.type(), error.meaning()));
    }

    Generated.compare(
        "docs/errors.md", page -> Generated.replaced(page, "errors", table.toString()));
  }
}
