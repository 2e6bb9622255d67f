package darkroom.engine.poyo;

import darkroom.engine.EngineResult;

/** What became of a reference on its way to the upstream. */
sealed interface PoyoUpload {

  /**
   * It lies there.
   *
   * @param url http or https
   */
  record Ready(String url) implements PoyoUpload {}

  /**
   * It does not, and so nothing was submitted.
   *
   * @param outcome what the submit came to: {@code NotSent} or {@code Refused}
   */
  record Failed(EngineResult outcome) implements PoyoUpload {}
}
