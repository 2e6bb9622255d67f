// Drives fal's own client against the fake: node client.mjs ORIGIN KEY. Prints what it saw as one line of JSON.
import { createFalClient } from "@fal-ai/client";

const [origin, key] = process.argv.slice(2);
const endpoint = "fal-ai/bytedance/seedream/v4.5/text-to-image";

// the one thing that is not as in fal's documents: where the queue is
const fal = createFalClient({
  credentials: key,
  requestMiddleware: async (request) => ({
    ...request,
    url: request.url.replace("https://queue.fal.run", origin),
  }),
});

function submit(prompt, seed) {
  return fal.queue.submit(endpoint, {
    input: { prompt, seed, image_size: { width: 1920, height: 1920 }, num_images: 1 },
    headers: { "X-Fal-No-Retry": "1" },
    storageSettings: { expiresIn: "1d" },
  });
}

async function failure(work) {
  try {
    await work();
    return "none";
  } catch (error) {
    const detail = error.body?.detail;
    return {
      name: error.name,
      status: error.status,
      type: Array.isArray(detail) ? detail[0].type : error.body?.error_type,
    };
  }
}

const seen = {};

const drawn = await submit("a fox [[late 2000]]", 1);
const states = [];
await fal.queue.subscribeToStatus(endpoint, {
  requestId: drawn.request_id,
  pollInterval: 100,
  logs: true,
  onQueueUpdate: (update) => states.push(update.status),
});
const result = await fal.queue.result(endpoint, { requestId: drawn.request_id });
const picture = await fetch(result.data.images[0].url);
seen.drawn = {
  states: [states.at(0), states.at(-1)],
  sameId: result.requestId === drawn.request_id,
  width: result.data.images[0].width,
  seed: result.data.seed,
  type: picture.headers.get("content-type"),
  bytes: (await picture.arrayBuffer()).byteLength,
};

const streamed = await submit("a fox [[late 300]]", 2);
const last = await fal.queue.subscribeToStatus(endpoint, {
  requestId: streamed.request_id,
  mode: "streaming",
});
seen.streamed = last.status;

const dropped = await submit("a fox [[stuck]]", 3);
const waiting = await fal.queue.status(endpoint, { requestId: dropped.request_id });
const running = await fal.queue.status(endpoint, { requestId: dropped.request_id });
await fal.queue.cancel(endpoint, { requestId: dropped.request_id });
const over = await fal.queue.status(endpoint, { requestId: dropped.request_id });
seen.cancelled = {
  states: [waiting.status, running.status, over.status],
  result: await failure(() => fal.queue.result(endpoint, { requestId: dropped.request_id })),
  again: await failure(() => fal.queue.cancel(endpoint, { requestId: dropped.request_id })),
};

const withheld = await submit("a fox [[moderated]]", 4);
seen.moderated = await failure(() =>
  fal.queue.result(endpoint, { requestId: withheld.request_id }),
);
seen.refused = await failure(() => submit("[[fail 422 value_error]]", 5));

console.log(JSON.stringify(seen));
