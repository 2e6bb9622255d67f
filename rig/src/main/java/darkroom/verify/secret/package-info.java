/**
 * Plants known texts wherever a secret or a tenant's words can go in, and looks for them wherever
 * none of them may come out. Read first: {@link darkroom.verify.secret.SecretsRun}.
 */
@NullMarked
package darkroom.verify.secret;

import org.jspecify.annotations.NullMarked;
