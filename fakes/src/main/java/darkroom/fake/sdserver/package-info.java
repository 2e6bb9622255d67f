/**
 * The native API of stable-diffusion.cpp's {@code sd-server} (leejet/stable-diffusion.cpp,
 * examples/server/api.md, part "sdcpp API"): jobs in memory, in a queue, forgotten by a restart and
 * ten minutes after their end. Read {@link darkroom.fake.sdserver.SdServerVendor} first.
 */
@NullMarked
package darkroom.fake.sdserver;

import org.jspecify.annotations.NullMarked;
