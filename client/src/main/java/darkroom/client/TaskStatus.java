package darkroom.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The four words of the wire. The last two are final. */
public enum TaskStatus {
  @JsonProperty("not_started")
  NOT_STARTED("queued"),
  @JsonProperty("running")
  RUNNING("running"),
  @JsonProperty("finished")
  FINISHED("finished"),
  @JsonProperty("failed")
  FAILED("failed");

  private final String word;

  TaskStatus(String word) {
    this.word = word;
  }

  public boolean isTerminal() {
    return this == FINISHED || this == FAILED;
  }

  /** As shown to a human. */
  String word() {
    return word;
  }
}
