package darkroom.fake.comfyui;

import darkroom.fake.kit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client as good as Darkroom, before each test spoils one thing. */
final class ComfyClient implements AutoCloseable {
  static final String ID = "0123abcd-0123-3bcd-8bcd-0123456789ab";

  private static final String GRAPH =
      """
      {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m"}},
       "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["1", 1]}},
       "4": {"class_type": "EmptyLatentImage",
         "inputs": {"width": 64, "height": 48, "batch_size": 1}},
       "5": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 4, "cfg": 1.5,
         "sampler_name": "euler", "scheduler": "simple", "denoise": 1, "model": ["1", 0],
         "positive": ["2", 0], "negative": ["2", 0], "latent_image": ["4", 0]}},
       "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
       "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "x"}}}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeComfy comfy;

  ComfyClient(FakeComfy comfy) {
    this.comfy = comfy;
  }

  /** The body that Darkroom sends for a plain picture. */
  static ObjectNode body(String prompt) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("prompt_id", ID);
    body.set("prompt", Json.MAPPER.readTree(GRAPH));
    inputs(body, "2").put("text", prompt);
    return body;
  }

  static ObjectNode inputs(ObjectNode body, String node) {
    return body.path("prompt").path(node).path("inputs").asObject();
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(comfy.url() + path))
            .setHeader("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> submit(ObjectNode body) throws IOException, InterruptedException {
    return post("/prompt", body.toString());
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(comfy.url() + path)).build(), BodyHandlers.ofByteArray());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return Json.MAPPER.readTree(get(path).body());
  }

  HttpResponse<String> upload(String parts) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(comfy.url() + "/upload/image"))
            .setHeader("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(parts))
            .build(),
        BodyHandlers.ofString());
  }

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
  }
}
