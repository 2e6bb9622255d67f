package darkroom.fake.kit;

/** How an answer with status 200 is bad: {@code [[json KIND]]}. */
public enum JsonFault {
  NAN,
  HUGE,
  UNPARSABLE,
  /** Well formed, and without a picture or a job. */
  EMPTY;
}
