package darkroom.verify.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One misfortune and what has to come of a task whose every shot meets it. Immutable.
 *
 * @param directive as it stands in a prompt, without its brackets
 * @param unproven whether the answer proves nothing, so that no second submit may follow
 * @param alone whether it closes the engine for others, so that it is tried with nobody beside
 * @param where which engines it makes sense for
 * @param ends what may come of it: {@code finished} or reasons of failures
 * @param pictures how many the fake bills for one submit
 */
record Mode(
    String directive,
    boolean unproven,
    boolean alone,
    Predicate<Vendor> where,
    Set<String> ends,
    Set<String> endsWhereAsked,
    int pictures) {
  static final String FINISHED = "finished";

  /**
   * @param ends parted by blanks
   */
  static Mode of(String directive, String ends) {
    Set<String> words = words(ends);
    return new Mode(directive, false, false, vendor -> true, words, words, 1);
  }

  /** The answer proves nothing; an engine that can be asked may come to these ends. */
  Mode losing(String whereAsked) {
    return new Mode(directive, true, alone, where, ends, words(whereAsked), pictures);
  }

  Mode losing() {
    return new Mode(directive, true, alone, where, ends, endsWhereAsked, pictures);
  }

  Mode only(Predicate<Vendor> vendors) {
    return new Mode(directive, unproven, alone, vendors, ends, endsWhereAsked, pictures);
  }

  Mode only(String names) {
    Set<String> all = words(names);
    return only(vendor -> all.contains(vendor.name()));
  }

  Mode closing() {
    return new Mode(directive, unproven, true, where, ends, endsWhereAsked, pictures);
  }

  Mode billing(int many) {
    return new Mode(directive, unproven, alone, where, ends, endsWhereAsked, many);
  }

  /**
   * Whether the engine's circuit breaker counts it against the engine: five such in a row close it,
   * and then the tasks of others have to wait.
   */
  boolean weighs() {
    return unproven || directive.startsWith("http 5");
  }

  /** Whether a second submit for the same shot can only be a resend after a lost answer. */
  boolean asksOnce() {
    return unproven || (ends.equals(Set.of(FINISHED)) && !directive.startsWith("429"));
  }

  /** Whether it takes as long as a call, or a task, may. */
  boolean lasts() {
    return List.of("never", "headers-then-stall", "stall-after-picture", "stuck", Modes.TOO_LATE)
        .contains(directive);
  }

  /**
   * PoYo may not know a task in its first minute, so what it lost is known to be lost after that.
   */
  boolean lasts(Vendor vendor) {
    return lasts() || (directive.equals("lost-job") && vendor.name().equals("poyo"));
  }

  /** Whether its references cannot be had, so that its engine must not be asked. */
  boolean unreadable() {
    return directive.equals(Modes.UNREADABLE);
  }

  boolean fits(Vendor vendor) {
    return where.test(vendor);
  }

  Set<String> ends(Vendor vendor) {
    return vendor.found() == Vendor.Found.NEVER ? ends : endsWhereAsked;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
  }
}
