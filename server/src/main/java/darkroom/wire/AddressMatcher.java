package darkroom.wire;

import java.util.List;

/** Compares addresses with CIDR ranges; the root answers it from the net room. */
@FunctionalInterface
public interface AddressMatcher {
  boolean isWithin(String address, List<String> ranges);
}
