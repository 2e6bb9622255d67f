/**
 * What all fakes share: the bill, the journal, the faults, the pictures and the misfortunes with
 * the one place that carries them out. A vendor gets it by composition. May use {@code wire}; knows
 * no vendor. Read {@link darkroom.fake.kit.VendorFake} first, then {@link darkroom.fake.kit.Desk}
 * and {@link darkroom.fake.kit.Answer}.
 */
@NullMarked
package darkroom.fake.kit;

import org.jspecify.annotations.NullMarked;
