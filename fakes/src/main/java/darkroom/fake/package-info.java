/**
 * The upstream engines as fakes: strict about what their vendors document, unreliable on demand,
 * and counting what they would bill. Not shipped, and knowing nothing of the server. This package
 * is the door for people: the list of fakes and the process that runs one. It may use all packages
 * below it, and none of them uses it. Read {@link darkroom.fake.Fakes} first, then {@code
 * darkroom.fake.kit}, then a vendor such as {@code darkroom.fake.ark}.
 */
@NullMarked
package darkroom.fake;

import org.jspecify.annotations.NullMarked;
