package darkroom.fake.kit;

import java.util.Locale;

/** What a fake counts. */
public enum Column {
  /** Paid requests read to their end, refused ones too. */
  RECEIVED,
  /** Pictures that would stand on the bill. */
  PAID,
  /** Paid requests whose answer was sent to its end, refusals too. */
  ANSWERED,
  POLLS,
  CANCELS;

  /** As in {@code GET /_fake/stats}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
