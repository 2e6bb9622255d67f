/**
 * What operators do over HTTP with an admin key: accounts, keys, credits. The command line speaks
 * these routes and never opens the database.
 *
 * <p>May use: wire, business rooms. Read first: {@link darkroom.admin.AdminHandler}.
 */
@NullMarked
package darkroom.admin;

import org.jspecify.annotations.NullMarked;
