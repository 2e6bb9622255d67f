/**
 * fal's queue, its history and its callbacks, with the endpoints of Seedream 4.5. May use {@code
 * kit} and {@code wire}. In a test start {@link darkroom.fake.fal.FakeFal}; what it does is in
 * {@link darkroom.fake.fal.FalVendor}.
 */
@NullMarked
package darkroom.fake.fal;

import org.jspecify.annotations.NullMarked;
