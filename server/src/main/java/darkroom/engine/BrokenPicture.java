package darkroom.engine;

import java.io.IOException;

/** A picture that cannot be written for a reason that another try will not mend. */
public final class BrokenPicture extends IOException {
  private final Refusal refusal;

  /**
   * @param detail for the operator's log
   */
  public BrokenPicture(Refusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
