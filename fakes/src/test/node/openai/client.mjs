// OpenAI's own client, unmodified: client.mjs BASE_URL KEY PNG. Writes one JSON object to stdout.
import { createReadStream } from "node:fs";
import OpenAI, { toFile } from "openai";

const [baseURL, apiKey, png] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const seen = {};

const size = (base64) => {
  const bytes = Buffer.from(base64, "base64");
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
};

const failure = async (call) => {
  try {
    await call();
    return { class: "none" };
  } catch (error) {
    return {
      class: error.constructor.name,
      status: error.status,
      code: error.code,
      type: error.type,
      param: error.param,
      request: Boolean(error.requestID),
    };
  }
};

const ask = { model: "gpt-image-1", prompt: "a fox", size: "1536x1024" };

const made = await client.images.generate({ ...ask, n: 2 });
seen.generated = made.data.map((picture) => size(picture.b64_json));
seen.usage = made.usage.total_tokens > 0;

const edit = { model: "gpt-image-1", prompt: "make it autumn", size: "1024x1024" };
const file = (name) => toFile(createReadStream(png), name, { type: "image/png" });
const one = await client.images.edit({ ...edit, image: await file("one.png") });
seen.edited = one.data.map((picture) => size(picture.b64_json));
const both = [await file("one.png"), await file("two.png")];
const two = await client.images.edit({ ...edit, image: both });
seen.editedFromTwo = two.data.map((picture) => size(picture.b64_json));

seen.badSize = await failure(() => client.images.generate({ ...ask, size: "1000x1000" }));
seen.blocked = await failure(() => client.images.generate({ ...ask, prompt: "[[moderated]]" }));
seen.busy = await failure(() => client.images.generate({ ...ask, prompt: "[[429 1 seconds]]" }));
seen.broken = await failure(() => client.images.generate({ ...ask, prompt: "[[http 500]]" }));
const stranger = new OpenAI({ baseURL, apiKey: "sk-wrong", maxRetries: 0 });
seen.wrongKey = await failure(() => stranger.images.generate(ask));

process.stdout.write(JSON.stringify(seen));
