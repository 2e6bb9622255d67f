package darkroom.verify.fuzz;

/** A reader broke its law. */
public final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Finding(String what) {
    super(what);
  }

  /** Throws one unless the law holds. */
  public static void unless(boolean holds, String law) {
    if (!holds) {
      throw new Finding(law);
    }
  }
}
