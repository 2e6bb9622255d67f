/**
 * PoYo's unified API with the two models of Seedream 4.5, as strict as its published catalog and
 * clients. A task is paid for once per {@code Idempotency-Key}. May use {@code kit} and {@code
 * wire}. In a test start {@link darkroom.fake.poyo.FakePoyo}; what it does is in {@link
 * darkroom.fake.poyo.PoyoVendor}.
 */
@NullMarked
package darkroom.fake.poyo;

import org.jspecify.annotations.NullMarked;
