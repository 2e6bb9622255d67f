/**
 * OpenAI's Images API and five servers that speak it in a dialect of their own, as strict as their
 * documents: developers.openai.com, localai.io, leejet/stable-diffusion.cpp,
 * vllm-project/vllm-omni, docs.sglang.io, docs.together.ai. Read {@link
 * darkroom.fake.openai.OpenAiDialect} first.
 */
@NullMarked
package darkroom.fake.openai;

import org.jspecify.annotations.NullMarked;
