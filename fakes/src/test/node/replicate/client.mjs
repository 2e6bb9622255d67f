// The official client, unmodified, against a fake that holds so many predictions already:
// node client.mjs BASE_URL TOKEN [HELD]
import assert from "node:assert/strict";
import Replicate, { validateWebhook } from "replicate";

const [baseUrl, auth, held = "0"] = process.argv.slice(2);
const replicate = new Replicate({ auth, baseUrl });
const model = "bytedance/seedream-4.5";

const input = {
  prompt: "a fox",
  size: "custom",
  width: 1920,
  height: 1920,
  sequential_image_generation: "disabled",
};
const made = await replicate.predictions.create({ model, input });
assert.equal(made.status, "starting");
assert.equal(made.model, model);
const ended = await replicate.wait(made, { interval: 10 });
assert.equal(ended.status, "succeeded");
assert.deepEqual(ended.input, input);
const picture = await fetch(ended.output[0]);
assert.equal(picture.headers.get("content-type"), "image/jpeg");
assert.ok((await picture.arrayBuffer()).byteLength > 1000);

const stuck = await replicate.predictions.create({
  model,
  input: { ...input, prompt: "[[stuck]]" },
});
const canceled = await replicate.predictions.cancel(stuck.id);
assert.equal(canceled.status, "canceled");
assert.equal((await replicate.predictions.get(stuck.id)).status, "canceled");

const listed = [];
for await (const page of replicate.paginate(replicate.predictions.list)) {
  listed.push(...page);
}
assert.equal(listed[0].id, stuck.id);
assert.equal(listed[1].id, made.id);
assert.equal(listed.length, Number(held) + 2);

const { key } = await replicate.webhooks.default.secret.get();
assert.equal(await isSigned(key, "what was sent"), true);
assert.equal(await isSigned(key, "what was not"), false);

console.log("fine");

// Signed here by the definition of Standard Webhooks; that the client agrees proves the secret's form.
async function isSigned(secret, body) {
  const id = "msg_1";
  const timestamp = "1764000000";
  const { createHmac } = await import("node:crypto");
  const mac = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"));
  const signature = "v1," + mac.update(`${id}.${timestamp}.what was sent`).digest("base64");
  return validateWebhook({ id, timestamp, signature, body, secret });
}
