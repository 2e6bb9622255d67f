/**
 * Replicate with its Seedream model: predictions that are made, polled, cancelled, listed and
 * called back about, as strict as its documents. May use {@code kit} and {@code wire}. In a test
 * start {@link darkroom.fake.replicate.FakeReplicate}; what it does is in {@link
 * darkroom.fake.replicate.ReplicateVendor}.
 */
@NullMarked
package darkroom.fake.replicate;

import org.jspecify.annotations.NullMarked;
