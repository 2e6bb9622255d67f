/**
 * Ark (BytePlus ModelArk, Volcengine Ark) with its Seedream models, as strict as its documents. May
 * use {@code kit} and {@code wire}. In a test start {@link darkroom.fake.ark.FakeArk}; what it does
 * is in {@link darkroom.fake.ark.ArkVendor}.
 */
@NullMarked
package darkroom.fake.ark;

import org.jspecify.annotations.NullMarked;
