/**
 * Bugs planted on purpose, to prove that the runs find them. A bug is a small text ({@code
 * planted/P01.bug}): a source file of the server, what to replace in it and by what. It is applied
 * to a copy, compiled, and put before the server on the victim's class path, so that the product
 * itself carries no switch. Read {@link darkroom.verify.planted.Planted} first.
 */
@NullMarked
package darkroom.verify.planted;

import org.jspecify.annotations.NullMarked;
