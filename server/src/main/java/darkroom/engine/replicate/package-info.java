/**
 * Seedream at Replicate: jobs ("predictions") that are made by one billed POST, polled, cancelled,
 * and called back about with a signature. A lost answer is looked for in the account's list of
 * predictions, which names no id of ours: only the one candidate with our very input counts.
 *
 * <p>May use: net, image, catalog, config. Read first: {@link
 * darkroom.engine.replicate.ReplicateEngine}, then {@link
 * darkroom.engine.replicate.ReplicateHistory}.
 */
@NullMarked
package darkroom.engine.replicate;

import org.jspecify.annotations.NullMarked;
