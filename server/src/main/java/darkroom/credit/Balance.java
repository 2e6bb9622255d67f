package darkroom.credit;

/**
 * An account's money at one commit. Always {@code available + held + spent = granted}, and
 * available is never negative (guarantee G4).
 *
 * @param available free to be held
 * @param held promised to open tasks
 * @param spent captured for delivered pictures
 * @param granted all that was ever given, adjustments included
 */
public record Balance(Credits available, Credits held, Credits spent, Credits granted) {

  public boolean addsUp() {
    return available.plus(held).plus(spent).equals(granted) && !available.isNegative();
  }
}
