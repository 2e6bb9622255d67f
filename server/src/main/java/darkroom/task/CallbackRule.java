package darkroom.task;

import java.util.Optional;

/** Judges the form of a callback URL at submit; names are resolved only when it is called. */
@FunctionalInterface
public interface CallbackRule {

  /** The rule it breaks, as the end of a sentence; empty when it is fine. */
  Optional<String> brokenBy(String url);
}
