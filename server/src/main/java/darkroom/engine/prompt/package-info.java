/**
 * Has prompts made better for engines without such a mode of their own, by any endpoint that speaks
 * the chat completions of OpenAI: a service, or a model on a machine of the operator. Only a help:
 * a prompt that comes back unusable, or not in time, is drawn as it was given.
 *
 * <p>May use: net, config, engine.upstream. Read first: {@link
 * darkroom.engine.prompt.ChatRewriter}.
 */
@NullMarked
package darkroom.engine.prompt;

import org.jspecify.annotations.NullMarked;
