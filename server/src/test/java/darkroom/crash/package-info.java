/**
 * Kills a real server process with SIGKILL in the middle of a burst, again and again, and then
 * counts: what was accepted must be there, once, paid once, told. Uses nothing of the server but
 * its command line, its HTTP API and, at the very end, its closed database file.
 */
@NullMarked
package darkroom.crash;

import org.jspecify.annotations.NullMarked;
