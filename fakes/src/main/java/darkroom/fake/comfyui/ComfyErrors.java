package darkroom.fake.comfyui;

import darkroom.fake.kit.VendorErrors;
import java.util.OptionalInt;

/** ComfyUI has one shape for its refusals, and one status. Stateless. */
final class ComfyErrors implements VendorErrors {
  @Override
  public String json(int status, String code, String message) {
    return ComfyProblem.of(code, message).json();
  }

  @Override
  public OptionalInt status(String code) {
    return OptionalInt.of(400);
  }

  @Override
  public String code(int status) {
    return "invalid_prompt";
  }
}
