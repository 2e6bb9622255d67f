package darkroom.engine.ark;

/**
 * A model of Ark's, and what its id tells of it. An endpoint's id ({@code ep-…}) tells nothing, and
 * counts as one of 4.5.
 *
 * @param id as Ark names it
 */
record ArkModel(String id) {
  private static final String PRO_5_0 = "5-0-pro";
  private static final String V4_0 = "seedream-4-0";

  /** Whether it answers as events where that is wished. */
  boolean streams() {
    return !id.contains(PRO_5_0);
  }

  /** References in one request. Of 4.0 Ark's pages say both 10 and 14. */
  int mostReferences() {
    return id.contains(PRO_5_0) || id.contains(V4_0) ? 10 : 14;
  }
}
