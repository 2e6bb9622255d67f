/**
 * The upstream engines under fault: the server as it is, all engines configured, against strict
 * fakes that misbehave by words in the prompt and count what they would bill. Everything is driven
 * by the list of fakes and by two tables: {@link darkroom.verify.upstream.Vendor} (what the rig has
 * to know of an engine) and {@link darkroom.verify.upstream.Modes} (misfortunes, and the end that a
 * task has to come to). Read {@link darkroom.verify.upstream.UpstreamRun} first.
 */
@NullMarked
package darkroom.verify.upstream;

import org.jspecify.annotations.NullMarked;
