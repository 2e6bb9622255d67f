package darkroom.fake.openai;

import darkroom.fake.kit.Answer;
import darkroom.fake.kit.Desk;
import darkroom.fake.kit.Journal;
import darkroom.fake.kit.Misfortune;
import darkroom.fake.kit.SamePictures;
import darkroom.fake.kit.VendorFake;
import darkroom.fake.wire.Asked;
import darkroom.fake.wire.Recent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Generations and edits of one dialect, and where its pictures are fetched. Thread-safe. */
public final class OpenAiVendor implements VendorFake {
  /** The key that it takes. */
  public static final String KEY = "sk-fake-0123456789";

  /** A model that Together's dialect takes. */
  public static final String TOGETHER_MODEL = "black-forest-labs/FLUX.1-schnell";

  static final String BASE = "/v1";

  private static final String GENERATIONS = BASE + "/images/generations";
  private static final String EDITS = BASE + "/images/edits";

  private final OpenAiDialect dialect;
  private final Desk desk;
  private final OpenAiErrors errors;
  private final OwnFiles files;
  private final Recent<JsonNode> forms = new Recent<>(100, Long.MAX_VALUE, form -> 1);
  private final SamePictures pictures;
  private final Recent<String> orders = new Recent<>(1_000, Long.MAX_VALUE, order -> 1);

  public OpenAiVendor(OpenAiDialect dialect, Desk desk) {
    this.dialect = dialect;
    this.desk = desk;
    this.errors = new OpenAiErrors(dialect);
    this.files = new OwnFiles(desk);
    this.pictures = new SamePictures(desk.faults());
  }

  @Override
  public String name() {
    return dialect == OpenAiDialect.OPENAI ? "openai" : "openai-" + dialect.word();
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("engine.openai.profile", dialect.word());
    settings.put("engine.openai.base-url", desk.origin() + BASE);
    if (dialect.needsKey()) {
      settings.put("engine.openai.key", KEY);
    }
    if (dialect == OpenAiDialect.TOGETHER) {
      settings.put("engine.openai.models", "seedream-4.5=" + TOGETHER_MODEL);
      settings.put("net.allow", "127.0.0.1/32");
    }
    return settings;
  }

  @Override
  public boolean pays(Asked head) {
    boolean known =
        head.path().equals(GENERATIONS) || (head.path().equals(EDITS) && dialect.edits());
    return head.method().equals("POST") && known;
  }

  @Override
  public void serve(Asked asked, Answer answer) throws IOException, InterruptedException {
    if (desk.results().hosts(asked)) {
      desk.results().serve(asked, answer);
    } else if (files.hosts(asked)) {
      files.serve(asked, answer);
    } else if (pays(asked)) {
      generate(asked, answer);
    } else {
      desk.faults().add("asked for " + asked.line());
      answer.error(errors, 404, "not_found", "no such route");
    }
  }

  /** Edits that came as forms, as objects: texts under their names, files as data URIs. */
  List<JsonNode> forms() {
    return forms.list();
  }

  /** What prompts ordered by stable-diffusion.cpp's tag. */
  List<String> orders() {
    return orders.list();
  }

  @Override
  public void reset() {
    forms.clear();
    orders.clear();
    files.clear();
    pictures.clear();
  }

  private void generate(Asked asked, Answer answer) throws IOException, InterruptedException {
    boolean form = asked.headers().getOrDefault("content-type", "").startsWith("multipart/");
    Optional<JsonNode> body = form ? form(asked) : desk.json(asked);
    String prompt = body.map(json -> json.path("prompt").asString("")).orElse("");
    String id = asked.headers().getOrDefault("x-client-request-id", Journal.hash(prompt));
    long order = desk.received(id, prompt);
    answer.header("x-request-id", "req_%024d".formatted(order));
    if (admits(asked, body, form, answer)) {
      OpenAiCheck.orders(dialect, prompt).ifPresent(orders::add);
      draw(id, body.orElseThrow(), desk.fate(prompt), answer);
    }
    if (answer.complete()) {
      desk.bill().answered(id);
    }
  }

  private Optional<JsonNode> form(Asked asked) {
    Optional<JsonNode> form =
        FormParts.read(asked.headers().getOrDefault("content-type", ""), asked.body())
            .map(JsonNode.class::cast);
    form.ifPresent(forms::add);
    return form;
  }

  /** Otherwise the client is told what it did wrong. */
  private boolean admits(Asked asked, Optional<JsonNode> body, boolean form, Answer answer)
      throws IOException, InterruptedException {
    String given = asked.headers().getOrDefault("authorization", "");
    boolean wrong = dialect.needsKey() ? !given.equals("Bearer " + KEY) : given.equals("Bearer ");
    if (wrong) {
      if (!given.startsWith("Bearer ")) {
        desk.faults().add("no bearer key");
      }
      answer.error(errors, 401, "invalid_api_key", "Incorrect API key provided.");
      return false;
    }
    boolean edit = asked.path().equals(EDITS);
    Optional<OpenAiProblem> broken =
        frame(asked, form, edit)
            .or(() ->
                body.map(json -> OpenAiCheck.broken(dialect, edit, json, form))
                    .orElseGet(() ->
                        Optional.of(
                            OpenAiProblem.of(dialect, "invalid_json", "", "unreadable body"))));
    if (broken.isPresent()) {
      OpenAiProblem problem = broken.get();
      desk.faults().add(problem.code() + " " + problem.param() + ": " + problem.message());
      answer.json(problem.status(), errors.json(problem));
    }
    return broken.isEmpty();
  }

  /** Forms belong to edits; only OpenAI takes edits as JSON too. */
  private Optional<OpenAiProblem> frame(Asked asked, boolean form, boolean edit) {
    String type = asked.headers().getOrDefault("content-type", "");
    boolean json = type.startsWith("application/json");
    boolean fine = form ? edit : json && (!edit || dialect == OpenAiDialect.OPENAI);
    return fine
        ? Optional.empty()
        : Optional.of(new OpenAiProblem(415, "unsupported_media_type", "", "content type"));
  }

  /** What the picture follows from; a seed within the prompt's tag is told apart as well. */
  private static String origin(JsonNode body) {
    return "%s %s %s".formatted(body.path("size"), body.path("seed"), body.path("prompt"));
  }

  private void draw(String id, JsonNode body, Misfortune fate, Answer answer)
      throws IOException, InterruptedException {
    if (answer.refuses(fate, errors)) {
      return;
    }
    if (fate instanceof Misfortune.Moderated) {
      answer.error(errors, 400, "moderation_blocked", "blocked by the safety system");
      return;
    }
    OpenAiJob job = OpenAiJob.of(dialect, id, body, fate);
    desk.bill().paid(id, job.pictures());
    if (dialect.repeatsItself()) {
      pictures.drawn(id, origin(body));
    }
    if (!answer.bears(fate, "application/json")) {
      answer.json(200, OpenAiReply.of(dialect, job, desk, files, fate));
    }
  }
}
