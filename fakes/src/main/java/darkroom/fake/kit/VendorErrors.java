package darkroom.fake.kit;

import java.util.OptionalInt;

/** How a vendor says no. */
public interface VendorErrors {
  /** The whole JSON of an error. */
  String json(int status, String code, String message);

  /** The status that the vendor's table gives to a code; empty for a code it does not hold. */
  OptionalInt status(String code);

  /** A code that the vendor would send with a status, for {@code [[http CODE]]} and a 429. */
  String code(int status);
}
