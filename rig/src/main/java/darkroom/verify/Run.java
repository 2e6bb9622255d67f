package darkroom.verify;

/** One fault or attack run: does harm to a Darkroom of its own and counts what came of it. */
public interface Run {

  /** As on the command line: {@code kill9}. */
  String name();

  /** What the run proves, in half a sentence, for the list. */
  String promise();

  /**
   * Runs to its end; blocks.
   *
   * @throws Exception when the rig itself could not do its work, which fails the run
   */
  Tally run(Plan plan) throws Exception;
}
