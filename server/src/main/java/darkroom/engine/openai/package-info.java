/**
 * OpenAI's Images API, and the servers that speak it in a dialect of their own: LocalAI,
 * stable-diffusion.cpp, vLLM-Omni, SGLang, Together. One synchronous POST per picture; none of them
 * can be asked afterwards. A picture within the answer is on the disk before anything else is done,
 * so that a crash costs no second one.
 *
 * <p>May use: net, image, catalog, config. Read first: {@link
 * darkroom.engine.openai.OpenAiProfile}, then {@link darkroom.engine.openai.OpenAiEngine}.
 */
@NullMarked
package darkroom.engine.openai;

import org.jspecify.annotations.NullMarked;
