package darkroom.fake.sdserver;

import darkroom.fake.kit.Json;
import darkroom.fake.kit.VendorErrors;
import java.util.OptionalInt;

/** {@code {"error": "text"}}: there are no codes. Stateless. */
final class SdServerErrors implements VendorErrors {
  @Override
  public String json(int status, String code, String message) {
    return Json.MAPPER.createObjectNode().put("error", message).toString();
  }

  @Override
  public OptionalInt status(String code) {
    return OptionalInt.empty();
  }

  @Override
  public String code(int status) {
    return "";
  }
}
