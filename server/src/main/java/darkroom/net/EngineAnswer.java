package darkroom.net;

import java.util.Map;

/**
 * What is known after a request to an engine. The three cases differ in what they prove, and so in
 * what may follow. No {@code detail} holds headers, bodies or addresses with a query.
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public sealed interface EngineAnswer {

  /** Proven: no complete request can have reached the engine. */
  record NotSent(String detail) implements EngineAnswer {}

  /** The request may have arrived, and no usable answer came. */
  record NoAnswer(String detail) implements EngineAnswer {}

  /**
   * An answer began and broke off, ran out of time or grew too long.
   *
   * @param headers names in lower case, first value of each
   * @param body what came of it
   */
  record Cut(int status, Map<String, String> headers, byte[] body, String detail)
      implements EngineAnswer {

    public Cut {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * The answer, whole or as much of it as the call's watch asked for.
   *
   * @param headers names in lower case, first value of each
   * @param body empty when it went into the call's file, or was read along alone
   */
  record Complete(int status, Map<String, String> headers, byte[] body) implements EngineAnswer {

    public Complete {
      headers = Map.copyOf(headers);
    }
  }
}
