package darkroom.fake.kit;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What befalls one paid request. {@link Answer} carries out what is a matter of bytes; the rest is
 * a matter of the vendor's fake, which asks for it at the point where it belongs. Immutable.
 */
public sealed interface Misfortune {
  Misfortune NONE = new None();

  record None() implements Misfortune {}

  // carried out by Answer.refuses: nothing is billed

  /** Closed when the head is read; only by script, because a prompt stands in the body. */
  record DropBeforeRead() implements Misfortune {}

  /** The vendor's own error with that status. */
  record Http(int status) implements Misfortune {}

  /**
   * One error of the vendor's table.
   *
   * @param status where it shall differ from the table's
   * @param message empty for a usual one
   */
  record Fail(OptionalInt status, String code, String message) implements Misfortune {}

  /** A proxy's page, without the vendor's body. */
  record Html(int status) implements Misfortune {}

  /**
   * Refused as busy; {@link Fates} counts how often.
   *
   * @param retryAfter the header's value, or a word of {@link Answer}; empty for no header
   */
  record Busy(int times, String retryAfter) implements Misfortune {}

  // carried out by Answer.bears: the vendor bills

  record Slow(Duration by) implements Misfortune {}

  record Never() implements Misfortune {}

  record HeadersThenStall() implements Misfortune {}

  record DropAfterRead() implements Misfortune {}

  record RstAfterRead() implements Misfortune {}

  record BadJson(JsonFault kind) implements Misfortune {}

  // carried out by Answer while it writes

  /** Closed after so many bytes of the answer's body. */
  record Cut(int bytes) implements Misfortune {}

  /** In slices, with a pause before each. */
  record Trickle(Duration pause) implements Misfortune {}

  // carried out by the vendor's fake

  /** Streams: silence after the first picture. */
  record StallAfterPicture() implements Misfortune {}

  /** Streams: previews of so many letters before the first picture. */
  record Preview(int letters) implements Misfortune {}

  /** Streams: closed after the first picture. */
  record CutAfterPicture() implements Misfortune {}

  /** An answer of status 200 that holds this error in place of all pictures. */
  record ErrorInside(String code) implements Misfortune {}

  /** So many of the pictures; the others end in an error. */
  record Partial(int good, int of) implements Misfortune {}

  /** That many pictures, whatever was asked. */
  record Count(int pictures) implements Misfortune {}

  /** The picture of that index, from 0, is withheld. */
  record Moderated(int index) implements Misfortune {}

  record BadImage(ImageFault kind) implements Misfortune {}

  /** Pictures of other pixels than asked. */
  record OtherSize(Pixels pixels) implements Misfortune {}

  record BadUrl(UrlFault kind) implements Misfortune {}

  /** The job ends that much later. */
  record Late(Duration after) implements Misfortune {}

  /** The job never ends. */
  record Stuck() implements Misfortune {}

  /** The job is unknown when it is polled. */
  record LostJob() implements Misfortune {}

  record ProgressBack() implements Misfortune {}

  /** The engine forgets its jobs. */
  record Restart() implements Misfortune {}

  record Hook(HookFault kind) implements Misfortune {}

  /**
   * @param delay of {@link HistoryFault#DELAYED}, else zero
   */
  record History(HistoryFault kind, Duration delay) implements Misfortune {}
}
