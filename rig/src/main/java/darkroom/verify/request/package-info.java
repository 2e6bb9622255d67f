/**
 * Attacks on the way in: JSON that is odd, huge or wrong, HTTP that means two things at once,
 * callers that are slow, and more work than the server can do. Read {@link
 * darkroom.verify.request.JsonRun} first.
 */
@NullMarked
package darkroom.verify.request;

import org.jspecify.annotations.NullMarked;
