package darkroom.admin;

import darkroom.account.ApiKey;
import darkroom.catalog.Model;
import darkroom.catalog.ModelCatalog;
import darkroom.catalog.QuoteResult;
import darkroom.engine.Bulkhead;
import darkroom.engine.Engine;
import darkroom.engine.Engines;
import darkroom.task.SubmitCommand;
import darkroom.task.TaskService;
import darkroom.wire.Answer;
import darkroom.wire.ApiError;
import darkroom.wire.ApiException;
import darkroom.wire.Exchange;
import darkroom.wire.SubmitAnswer;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tries one engine with an ordinary task of the operator's account, which no other engine may draw.
 * An engine that would not begin it is told at once, instead of by a task that waits. Thread-safe.
 */
public final class EngineTrial {
  private static final String PROMPT = "A lighthouse on a cliff at dusk, its beam over a calm sea";
  private static final int LONGEST_MODEL = 100;
  private static final int LONGEST_PROMPT = 10_000;
  private static final int LONGEST_SIZE = 30;

  private final Engines engines;
  private final ModelCatalog catalog;
  private final TaskService tasks;
  private final InstantSource clock;

  public EngineTrial(
      Engines engines, ModelCatalog catalog, TaskService tasks, InstantSource clock) {
    this.engines = engines;
    this.catalog = catalog;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** The first model that this engine can draw from a prompt alone. */
  public Optional<Model> model(Engine engine) {
    return catalog.models().stream()
        .filter(model -> model.engines().contains(engine.name()))
        .filter(model ->
            catalog.quote(model.id(), input(PROMPT, Optional.empty()))
                    instanceof QuoteResult.Quote quote
                && engine.cannot(model, quote.input()).isEmpty())
        .findFirst();
  }

  Answer begin(Exchange exchange, ApiKey admin, Engine engine, AdminBody wanted) {
    String model =
        wanted
            .optionalText("model", LONGEST_MODEL)
            .or(() -> model(engine).map(Model::id))
            .orElseThrow(() ->
                refusal("model: " + engine.name() + " draws none from a prompt alone; name one"));
    check(admin, engine, model);
    String prompt = wanted.optionalText("prompt", LONGEST_PROMPT).orElse(PROMPT);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model);
    body.set("input", input(prompt, wanted.optionalText("size", LONGEST_SIZE)));
    SubmitAnswer submitted =
        SubmitAnswer.of(
            tasks.submit(
                new SubmitCommand(admin, Optional.empty(), body, Optional.of(engine.name()))));
    submitted.tell(exchange);
    if (submitted.task().isEmpty()) {
      return submitted.answer();
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("task_id", submitted.task().get().value());
    data.put("engine", engine.name());
    data.put("model", model);
    submitted.held().ifPresent(price -> data.put("price", price.toDecimal()));
    data.put("cost_usd", EnginesView.plain(engine.traits().limits().pictureCost()));
    return Answer.data(data);
  }

  private void check(ApiKey admin, Engine engine, String model) {
    boolean draws =
        catalog.find(model).filter(known -> known.engines().contains(engine.name())).isPresent();
    if (!draws) {
      throw refusal(
          "model: "
              + engine.name()
              + (catalog.knows(model)
                  ? " is not among the engines of this model"
                  : " knows none such"));
    }
    if (admin.isTest() && !engine.traits().pure()) {
      throw refusal("engine: a test key never reaches " + engine.name() + "; use a live admin key");
    }
    Bulkhead bulkhead = engines.bulkhead(engine);
    bulkhead
        .closed(clock.instant())
        .ifPresent(closed -> {
          switch (closed.cause()) {
            case SWITCHED_OFF ->
                throw new ApiException(
                    ApiError.CONFLICT,
                    "engine: "
                        + engine.name()
                        + " is "
                        + bulkhead.mode().word()
                        + "; enable it first");
            case ACCOUNT ->
                throw new ApiException(
                    ApiError.CONFLICT,
                    "engine: "
                        + engine.name()
                        + " did not accept our key or account; next try at "
                        + closed.until());
            case PAUSED, FAILING -> {} // the task waits until it is over
          }
        });
  }

  private static ObjectNode input(String prompt, Optional<String> size) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("prompt", prompt);
    size.ifPresent(text -> input.put("size", text));
    return input;
  }

  private static ApiException refusal(String message) {
    return new ApiException(ApiError.VALIDATION, message);
  }
}
