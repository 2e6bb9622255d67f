package darkroom.catalog;

import darkroom.credit.Credits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All models on sale. Immutable and thread-safe; a changed descriptor counts from the next start.
 */
public final class ModelCatalog {
  private final Map<String, Model> models;
  private final List<Model> sorted;

  private ModelCatalog(Map<String, Model> models) {
    this.models = Map.copyOf(models);
    this.sorted = List.copyOf(new TreeMap<>(models).values());
  }

  /**
   * Reads the bundled descriptors and those of the operator, who may replace a bundled one by using
   * its id.
   *
   * @throws CatalogException with every problem of every file
   */
  public static ModelCatalog load(Optional<Path> folder) {
    List<String> problems = new ArrayList<>();
    Map<String, Model> models = new HashMap<>();
    var files = new DescriptorFiles(problems);
    try {
      models.putAll(read(files.bundled(), problems));
    } catch (IOException e) {
      problems.add("bundled models cannot be read: " + e);
    }
    if (folder.isPresent()) {
      try {
        models.putAll(read(files.inFolder(folder.get()), problems));
      } catch (IOException e) {
        problems.add("catalog.folder: " + folder.get() + " cannot be read: " + e);
      }
    }
    if (!problems.isEmpty()) {
      throw new CatalogException(problems);
    }
    return new ModelCatalog(models);
  }

  public Optional<Model> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  public boolean knows(String id) {
    return models.containsKey(id);
  }

  /** Every model, by id. */
  public List<Model> models() {
    return sorted;
  }

  /**
   * Checks an input, fills in its defaults and prices it. Pure.
   *
   * @param input as the caller sent it; {@code null} when the key was missing
   */
  public QuoteResult quote(String modelId, @Nullable JsonNode input) {
    Model model = models.get(modelId);
    if (model == null) {
      return new QuoteResult.UnknownModel(Shown.of(modelId));
    }
    List<InputProblem> problems = model.input().check(input);
    if (input == null || !problems.isEmpty()) {
      return new QuoteResult.Invalid(problems);
    }
    ImageInput normalised = model.normalise(input);
    Credits unit = model.price().of(normalised);
    return new QuoteResult.Quote(model, normalised, unit, unit.times(normalised.n()));
  }

  private static Map<String, Model> read(List<DescriptorFile> files, List<String> problems) {
    Map<String, Model> models = new HashMap<>();
    Map<String, String> origins = new HashMap<>();
    for (DescriptorFile file : files) {
      Optional<Model> model = ModelReader.read(file, problems);
      if (model.isPresent()) {
        String id = model.get().id();
        String other = origins.putIfAbsent(id, file.name());
        if (other != null) {
          problems.add(file.name() + ": id: " + id + " is used by " + other + " already");
        }
        models.put(id, model.get());
      }
    }
    return models;
  }
}
