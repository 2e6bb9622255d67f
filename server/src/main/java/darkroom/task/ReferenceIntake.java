package darkroom.task;

import darkroom.catalog.ImageInput;

/**
 * Judges the reference URLs of an input and takes data URIs out of it into the storage, so that no
 * task row carries pictures.
 */
public interface ReferenceIntake {

  /** What became of an input's references. */
  sealed interface Result {
    /** The same input with every data URI replaced by the name of a stored object. */
    record Kept(ImageInput input) implements Result {}

    /** A field and the rule it breaks. */
    record Broken(darkroom.catalog.InputProblem problem) implements Result {}
  }

  /** Only judges; stores nothing. */
  java.util.Optional<darkroom.catalog.InputProblem> judge(ImageInput input);

  /** Stores what has to be stored, under the task's name. */
  Result keep(TaskId task, ImageInput input);

  /** Deletes what is stored under this task's name. */
  void discard(TaskId task);
}
